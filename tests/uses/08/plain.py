"""A plain proxy of one's own: adds the key, passes the API's two routes, knows nothing of limn."""

import json
import os
import urllib.error
import urllib.request

from sessions import Handler, serve, user_of

UPSTREAM = os.environ.get("UPSTREAM", "https://gpt-image-2.art/api/v1")
MOUNT = "/api/images/"


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


upstream = urllib.request.build_opener(NoRedirect)


class Images(Handler):
    def images(self):
        if not self.path.startswith(MOUNT):
            return self.answer(404, b"{}")
        if user_of(self) is None:
            # Not a redirect to a login page: that would reach fetch as 200 text/html.
            return self.refuse(401, "authentication_error", "unauthenticated", "Sign in.")
        if self.command == "POST" and self.headers.get("Sec-Fetch-Site") not in ("same-origin", "none"):
            # What a framework's CSRF protection does: another site's page must not spend this user's credits.
            return self.refuse(403, "permission_error", "origin_not_allowed", "Only from our own pages.")
        if self.command == "POST" and self.headers.get_content_type() != "application/json":
            return self.refuse(415, "invalid_request_error", "unsupported_media_type", "Send JSON.")
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = urllib.request.Request(
            UPSTREAM + "/images/" + self.path.removeprefix(MOUNT),
            data=body or None,
            method=self.command,
            # Nothing of the browser's.
            headers={"Authorization": "Bearer " + os.environ["GPT_IMAGE_2_API_KEY"], "Content-Type": "application/json"},
        )
        try:
            answer = upstream.open(request, timeout=150)
        except urllib.error.HTTPError as refused:
            answer = refused
        except OSError:
            return self.answer(502, b"Bad gateway", "text/plain")
        with answer:
            self.answer(answer.status, answer.read(), answer.headers.get("Content-Type", "text/plain"))

    def refuse(self, status, kind, code, message):
        error = {"message": message, "type": kind, "param": None, "code": code}
        self.answer(status, json.dumps({"error": error}).encode())

    do_GET = do_POST = images


serve(Images)
