"""All that goes on in the background: the sync, and beside it the post."""

import threading

from oktui.effects import Effects
from oktui.jobs.post import Post
from oktui.jobs.schedule import make_holder, run_when_due


def run_background(stop: threading.Event, *, effects: Effects, post: Post | None) -> None:
    """Run the sync when it is due, and send notices if there is a server for them, until `stop` is set.

    A letter that the server is being given is waited for, as long as the server may take.
    """
    holder = make_holder()
    if post is None:
        run_when_due(stop, effects=effects, holder=holder)
        return
    from oktui.jobs.post_notices import post_when_due  # here, because few installations have a mail server

    sending = threading.Thread(
        target=post_when_due, args=(stop,), kwargs={"effects": effects, "holder": holder, "post": post}, name="post",
        daemon=True,
    )  # fmt: skip
    sending.start()
    run_when_due(stop, effects=effects, holder=holder)
    sending.join(post.server.patience)
