// When something has changed at the school, the page's own parts (hx-trigger="news from:body") look again.
// Only a page that is being looked at listens: a browser opens few connections to one place.
(() => {
  if (!document.getElementById("now")) return;
  let stream = null;
  const look = () => document.body.dispatchEvent(new Event("news"));
  const listen = () => {
    if (document.hidden) {
      stream?.close();
      stream = null;
    } else if (!stream) {
      stream = new EventSource("/console/live");
      stream.onopen = look; // what happened before we listened
      stream.onmessage = look;
    }
  };
  document.addEventListener("visibilitychange", listen);
  listen();
})();
