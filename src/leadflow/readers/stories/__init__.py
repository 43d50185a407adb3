"""What can happen to a lead, as data: steps, and the stories that lead to rare states.

Whatever looks for histories takes them from here: the comparison of two policies tells them one
after another, the strategies of `leadflow.testing` draw from them.
"""
