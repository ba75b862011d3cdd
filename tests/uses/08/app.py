"""An app that leaves pictures to the sidecar: limn-proxy asks it who is calling, and what that one may ask for."""

import json

from sessions import Handler, serve, user_of

LIMITS = {
    "42": {"sizes": ["1024x1024", "1536x1024"], "n": 2, "cap": {"credits": 30, "per": "day"}},
    "43": {"running": 1},
}


class App(Handler):
    def do_GET(self):
        user = user_of(self)
        if self.path != "/limn/authorize":
            self.answer(404, b"{}")
        elif user is None:
            self.answer(401, b"{}")
        else:
            self.answer(200, json.dumps({"id": user, "limits": LIMITS[user]}).encode())


serve(App)
