"use strict";
// Keys, and answers without losing one's place. Every page works without this file.
(() => {
  const one = (selector, root = document) => root.querySelector(selector);
  const items = () => Array.from(document.querySelectorAll("[data-item]"));
  const current = () => one("[data-item].current");
  const typing = target => target.closest("input, textarea, select, [contenteditable]");

  const stand = item => {
    current()?.classList.remove("current");
    item.classList.add("current");
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
  };
  const move = by => {
    const all = items();
    if (!all.length) return press(by > 0 ? "j" : "k");
    const at = all.indexOf(current());
    stand(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  };
  const press = letter => {
    const place = current() || one("[data-article]") || (items().length === 1 ? items()[0] : null);
    const thing = place && one(`[data-key="${letter}"]`, place);
    if (thing) thing.click();
    if (thing && thing.localName === "summary" && thing.parentElement.open) one("button", thing.parentElement)?.focus();
    return Boolean(thing);
  };
  const undo = () => (one("#undo") || one("#undo-last button"))?.click();

  let going = 0;
  const go = letter => {
    const link = one(`[data-go="${letter}"]`);
    if (link) link.click();
  };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) return event.target.blur();
    if (typing(event.target)) return;
    const key = event.key;
    if (going && performance.now() - going < 1500) {
      going = 0;
      event.preventDefault();
      return go(key);
    }
    going = 0;
    if (key === "g") going = performance.now();
    else if (key === "j") move(1);
    else if (key === "k") move(-1);
    else if (key === "u") undo();
    else if (key === "/") (one("#find") ? one("#find").focus() : one('[data-go="s"]')?.click());
    else if (key === "?") one("[data-keys]")?.click();
    else if (!"olxpdsmvwryn".includes(key) || key.length !== 1 || !press(key)) return;
    event.preventDefault();
  });

  // An answer is sent as its form would send it; of the page that comes back, the note and the item are put in place.
  const swap = (page, item) => {
    const note = one("#note", page);
    if (note) one("#note").replaceChildren(...note.childNodes);
    for (const id of item) {
      const there = page.getElementById(id);
      const here = document.getElementById(id);
      if (!there || !here) continue;
      const stood = here.classList.contains("current");
      const open = one(".why", here)?.open;
      here.replaceWith(there);
      if (open && one(".why", there)) one(".why", there).open = true;
      if (stood) stand(there);
    }
  };
  document.addEventListener("submit", async event => {
    const form = event.target;
    const action = event.submitter?.getAttribute("formaction") || form.getAttribute("action") || "";
    if (!/^\/(act\/\d+|undo|mute|checkin)$/.test(action) || form.method !== "post") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    try {
      const answer = await fetch(action, { method: "POST", body });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!answer.ok || !one("#note", page)) throw new Error("no page");
      swap(page, items().map(item => item.id).filter(Boolean).concat("article-answers"));
      const copy = one("[data-copy]");
      if (copy && body.get("kind") === "share") share(copy.value);
    } catch (error) {
      // As if this script were not there: the browser shows what the page says.
      form.action = action;
      form.append(...[...body].map(([name, value]) => Object.assign(document.createElement("input"), { type: "hidden", name, value })));
      form.submit();
    }
  });
  const share = async url => {
    try {
      if (navigator.share) await navigator.share({ url });
      else await navigator.clipboard.writeText(url);
    } catch (error) { /* the address stands in the note all the same */ }
  };

  // How far an article is read: time with the page in sight, and the part of it that was on the screen.
  const reading = one("[data-number]");
  if (reading) {
    const needed = Number(reading.dataset.seconds);
    const body = one("#body");
    let seconds = 0, seen = 0, since = performance.now(), told = 0;
    const measure = () => {
      const now = performance.now();
      if (document.visibilityState === "visible") seconds += Math.min((now - since) / 1000, 5);
      since = now;
      const box = body.getBoundingClientRect();
      seen = Math.max(seen, Math.min(Math.max((innerHeight - box.top) / Math.max(box.height, 1), 0), 1));
      const share = Math.min(seconds / needed, seen, 1);
      const words = `${Math.round(100 * share)} % of it, in ${Math.round(seconds)} s`;
      if (one("#depth").textContent !== words) one("#depth").textContent = words;
    };
    const tell = () => {
      measure();
      if (seconds < told + 1 && told) return;
      told = seconds;
      const body = new URLSearchParams({ seconds: seconds.toFixed(1), seen: seen.toFixed(3) });
      navigator.sendBeacon(`/depth/${reading.dataset.number}`, body);
    };
    tell();
    setInterval(measure, 1000);
    addEventListener("scroll", measure, { passive: true });
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" ? tell() : (since = performance.now()));
    addEventListener("pagehide", tell);
  }

  if (/^#(item-\d+|check-in)$/.test(location.hash)) {
    const item = document.getElementById(location.hash.slice(1));
    if (item) stand(item);
  }
  // What a mail's link names is at hand; at the end of loading, as the browser itself then goes to the item.
  addEventListener("load", () => one("[data-marked]")?.focus());
})();
