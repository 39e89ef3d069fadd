"""A real browser whose every request goes to a recorder on loopback, and that tells what ran in a page.

Chromium is driven over its DevTools protocol: hooks are in every document before anything of it, whatever its policy.
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import tempfile
import threading
import time
from pathlib import Path

SITE = "http://digest.test"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--disable-default-apps",
    "--disable-extensions", "--disable-popup-blocking", "--no-default-browser-check", "--no-pings", "--mute-audio",
    "--disable-features=OptimizationHints,MediaRouter,DialMediaRouteProvider,Translate,AutofillServerCommunication",
    "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0", "--proxy-bypass-list=<-loopback>",
)  # fmt: skip

OWN = ("update.googleapis.com", "optimizationguide-pa.googleapis.com", "accounts.google.com", "clients2.google.com")
"""What some builds ask for on their own account, whatever the page; the recorder answers, and it goes no further."""

HOOKS = """(() => {
  const hits = window.__hits = [];
  const told = name => function () {
    hits.push(name);
    try { top.__hits !== hits && top.__hits.push(name); } catch (e) {}
  };
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'eval', 'fetch']) window[name] = told(name);
  for (const name of ['write', 'writeln']) document[name] = told(name);
  window.XMLHttpRequest = window.Image = told('request');
  navigator.sendBeacon = told('beacon');
  const proxied = window.Function;
  window.Function = function () { told('Function')(); return () => 0; };
  window.Function.prototype = proxied.prototype;
  for (const name of ['setTimeout', 'setInterval']) {
    const own = window[name];
    window[name] = (what, ...rest) => typeof what === 'string' ? told(name)() : own.call(window, what, ...rest);
  }
})()"""

# Every element and attribute that could act; handlers are fired, script links clicked, markup parsed a second time.
AUDIT = """(async again => {
  const wait = ms => new Promise(done => requestAnimationFrame(() => { const end = performance.now() + ms;
    const look = () => performance.now() > end ? done() : requestAnimationFrame(look); look(); }));
  const bad = new Set(('script iframe object embed applet base link meta style form svg math frame frameset template ' +
    'input button textarea select video audio source portal marquee noscript xmp plaintext').split(' '));
  const acts = new Set();
  const look = () => {
    for (const el of document.querySelectorAll('body *')) {
      const name = el.localName;
      if (bad.has(name) || el.namespaceURI !== 'http://www.w3.org/1999/xhtml') acts.add('<' + name + '>');
      for (const {name: key, value} of Array.from(el.attributes)) {
        if (key.startsWith('on')) {
          acts.add('on*');
          try { el.dispatchEvent(new Event(key.slice(2), {bubbles: false})); } catch (e) {}
        }
        if (['style', 'srcdoc', 'srcset', 'background', 'action', 'formaction', 'ping'].includes(key)) acts.add(key);
        if (['href', 'src', 'cite', 'data', 'poster', 'xlink:href'].includes(key)) {
          let scheme = '';
          try { scheme = new URL(value, document.baseURI).protocol; } catch (e) {}
          if (!['http:', 'https:', 'mailto:', ''].includes(scheme)) {
            acts.add(scheme);
            if (scheme === 'javascript:') try { el.click(); } catch (e) {}
          }
        }
      }
    }
  };
  look();
  if (again) { for (const el of document.querySelectorAll('.payload')) el.innerHTML = el.innerHTML; look(); }
  await wait(60);
  return {hits: window.__hits || [], acts: Array.from(acts), count: document.querySelectorAll('.payload').length,
          children: document.body ? document.body.children.length : 0};
})(AGAIN)"""
_RAN = ("Page.javascriptDialogOpening", "Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Page.windowOpen")


def chromium():
    """Path of the browser, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Browser:
    """One browser with one page; `visit` shows a document and tells what it did."""

    def __init__(self):
        self.requests, self._page, self._kind = [], b"", "text/html"
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._folder = tempfile.mkdtemp(prefix="hostile-browser-")
        try:
            self._call(self._begin(), 60)
        except BaseException:
            self.close()
            raise

    def _call(self, work, seconds):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(seconds)

    async def _begin(self):
        import aiohttp

        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        own = (f"--user-data-dir={self._folder}", f"--proxy-server=http://127.0.0.1:{port}", "about:blank")
        self._process = subprocess.Popen(
            [chromium(), *FLAGS, *own],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": self._folder},  # what it leaves behind goes with the folder
        )
        debugging = await self._port()
        self._session = aiohttp.ClientSession()
        async with self._session.get(f"http://127.0.0.1:{debugging}/json/list") as answer:
            (page,) = [one for one in await answer.json() if one["type"] == "page"]
        self._socket = await self._session.ws_connect(page["webSocketDebuggerUrl"], max_msg_size=0)
        self._sent, self._waiting, self._events = 0, {}, []
        self._loaded = asyncio.Event()
        self._listener = asyncio.create_task(self._listen())
        for method in ("Page.enable", "Runtime.enable"):
            await self._ask(method)
        await self._ask("Page.addScriptToEvaluateOnNewDocument", source=HOOKS)

    async def _port(self):
        path, end = Path(self._folder) / "DevToolsActivePort", time.monotonic() + 30
        while time.monotonic() < end:
            with contextlib.suppress(OSError, IndexError):
                return int(path.read_text().splitlines()[0])
            await asyncio.sleep(0.05)
        raise TimeoutError("the browser did not start")

    async def _listen(self):
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._waiting.pop(told["id"]).set_result(told)
            elif told["method"] == "Page.loadEventFired":
                self._loaded.set()
            elif told["method"] in _RAN:
                self._events.append(told["method"])
                if told["method"] == "Page.javascriptDialogOpening":
                    self._later = asyncio.create_task(self._ask("Page.handleJavaScriptDialog", accept=False))

    async def _ask(self, method, **fields):
        self._sent += 1
        answer = self._waiting[self._sent] = self._loop.create_future()
        await self._socket.send_json({"id": self._sent, "method": method, "params": fields})
        told = await asyncio.wait_for(answer, 60)
        assert "error" not in told, told.get("error")
        return told["result"]

    async def _serve(self, reader, writer):
        with contextlib.suppress(
            OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError
        ):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                address = head.split(" ")[1]
                if address == f"{SITE}/page":
                    kind, page = self._kind, self._page
                else:
                    kind, page = "text/plain", b""
                    asked = (address.partition("://")[2] or address).partition("/")[0].partition(":")[0]
                    if address != f"{SITE}/favicon.ico" and asked not in OWN:
                        self.requests.append((address[:200], "\r\naccept: image/" in head.lower()))
                writer.write(
                    f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(page)}\r\n"
                    "Cache-Control: no-store\r\n\r\n".encode()
                    + page
                )
                await writer.drain()
        writer.close()

    def visit(self, page, *, kind="text/html; charset=utf-8", again=False):
        """Show a document; what ran in it, what in it could act, and what it asked for (address, whether an image)."""
        return self._call(self._visit(page, kind, again=again), 120)

    def asked_for(self, remote, page, *, seconds=20):
        """Whether a document asks for anything of `remote`, within so long."""
        return self._call(self._asked_for(remote, page, seconds), seconds + 60)

    async def _asked_for(self, remote, page, seconds):
        await self._show(page, "text/html; charset=utf-8")
        end = time.monotonic() + seconds
        while not any(remote in address for address, _ in self.requests) and time.monotonic() < end:
            await asyncio.sleep(0.02)
        return any(remote in address for address, _ in self.requests)

    async def _show(self, page, kind):
        self._page, self._kind = page.encode("utf-8", "replace"), kind
        self._events.clear()
        self.requests.clear()
        self._loaded.clear()
        await self._ask("Page.navigate", url=f"{SITE}/page")

    async def _visit(self, page, kind, *, again):
        await self._show(page, kind)
        await asyncio.wait_for(self._loaded.wait(), 60)
        code = AUDIT.replace("AGAIN", "true" if again else "false")
        told = await self._ask("Runtime.evaluate", expression=code, awaitPromise=True, returnByValue=True)
        seen = told["result"].get("value") or {"hits": ["gone"], "acts": [], "count": 0, "children": 0}
        return {
            "ran": seen["hits"] + self._events,
            "acts": seen["acts"],
            "count": seen["count"],
            "children": seen["children"],
            "requests": list(self.requests),
        }

    def close(self):
        async def end():
            for name in ("_socket", "_session"):
                if hasattr(self, name):
                    await getattr(self, name).close()
            if hasattr(self, "_server"):
                self._server.close()
            tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await asyncio.sleep(0.05)

        with contextlib.suppress(TimeoutError):
            self._call(end(), 20)
        if hasattr(self, "_process"):
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        shutil.rmtree(self._folder, ignore_errors=True)
