// The phones page: draws what the carriers' ledger says, and carries thumbs back. No framework, no inline anything;
// whatever people wrote only ever becomes a text node.

const zone = document.body.dataset.zone;
const bot = document.body.dataset.bot.toLowerCase();
const phones = new Map([...document.querySelectorAll(".phone")].map((phone) => [phone.dataset.key, phone]));
const drawn = new Map(); // a bubble's key -> its element
let ahead = 0; // seconds by which the school's clock runs before this machine's

const clockFace = new Intl.DateTimeFormat("en-NZ", { timeZone: zone, hour: "numeric", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat("en-NZ", { timeZone: zone, weekday: "long", day: "numeric", month: "long" });
const shortDay = new Intl.DateTimeFormat("en-NZ", { timeZone: zone, weekday: "short", day: "numeric", month: "short" });

// --- what arrives ---------------------------------------------------------------------------------------------

const live = new EventSource("/phones/live");
live.onopen = () => linked("live", "Live");
live.onerror = () => linked("waiting", "Reconnecting…");
live.onmessage = (event) => {
  const told = JSON.parse(event.data);
  if (told.fresh) forget();
  ahead = told.now - Date.now() / 1000;
  tick();
  for (const [key, phone] of phones) {
    if (phone.matches(".telegram")) open(phone, told.started.includes(key));
  }
  for (const bubble of told.bubbles) show(bubble, told.fresh);
};

function forget() {
  drawn.clear();
  for (const old of document.querySelectorAll(".log > :not(.empty)")) old.remove();
}

function show(bubble, quietly) {
  const phone = phones.get(bubble.phone);
  const log = phone.querySelector(".log");
  const element = draw(phone, bubble);
  const before = drawn.get(bubble.key);
  if (before) {
    before.replaceWith(element);
  } else {
    newDay(log, bubble.at);
    log.append(element);
  }
  drawn.set(bubble.key, element);
  log.scrollTop = log.scrollHeight;
  if (quietly || before) return;
  element.classList.add("new");
  pull(phone, bubble.by === "phone" ? "up" : "down");
  if (bubble.by !== "phone") tab(phone).classList.toggle("unread", !tab(phone).ariaCurrent);
}

function newDay(log, at) {
  const day = shortDay.format(at * 1000);
  if (log.dataset.day === day && log.querySelector(".day")) return;
  log.dataset.day = day;
  log.append(make("p", "day", day));
}

// --- a bubble -------------------------------------------------------------------------------------------------

function draw(phone, bubble) {
  const element = make("div", `bubble from-${bubble.by}`);
  element.dataset.key = bubble.key;
  const body = make("div", "body");
  const answered = drawn.get(bubble.answers);
  if (answered) {
    const quoted = make("p", "answered", answered.querySelector(".words")?.textContent ?? "Photo");
    quoted.dir = "auto";
    body.append(quoted);
  }
  for (const media of bubble.media) body.append(brought[media.kind](media, phone));
  if (bubble.text) body.append(words(phone, bubble));
  body.append(make("p", "meta", meta(bubble)));
  element.append(body);
  if (bubble.by === "school" && phone.matches(".telegram")) body.append(replyButton(phone, bubble));
  for (const row of bubble.buttons) element.append(buttons(phone, bubble, row));
  return element;
}

function words(phone, bubble) {
  const text = make("p", "words");
  text.dir = "auto";
  if (bubble.by === "school") text.lang = phone.dataset.language;
  let at = 0;
  for (const link of bubble.text.matchAll(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g)) {
    text.append(bubble.text.slice(at, link.index), anchor(phone, link[0]));
    at = link.index + link[0].length;
  }
  text.append(bubble.text.slice(at));
  return text;
}

function anchor(phone, address) {
  const code = startCode(address);
  const link = make("a", "", address);
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer";
  if (code !== null && phone.matches(".telegram")) {
    link.onclick = (event) => {
      event.preventDefault();
      send(phone, "say", { text: `/start ${code}` });
    };
  }
  return link;
}

function meta(bubble) {
  const said = [clockFace.format(bubble.at * 1000)];
  if (bubble.edited) said.unshift("edited");
  if (bubble.segments) said.push(bubble.segments === 1 ? "1 segment" : `${bubble.segments} segments`);
  if (bubble.by === "carrier") said.push("from the carrier");
  return said.join(" · ");
}

const brought = { photo: picture, voice, document: paper };

function paper(media) {
  const link = make("a", "paper", `A document (PDF), ${media.size}`);
  link.href = media.src;
  link.download = "document.pdf";
  return link;
}

function picture(media, phone) {
  const image = make("img", "photo");
  image.alt = "A photo";
  image.src = media.src;
  image.onload = () => { const log = phone.querySelector(".log"); log.scrollTop = log.scrollHeight; };
  return image;
}

function voice(media) {
  const note = make("div", "voice");
  const button = make("button", "play");
  const sound = new Audio(media.src);
  const wave = make("span", "wave");
  for (let bar = 0; bar < 22; bar += 1) wave.append(make("i", `h${(bar * 7 + (bar % 3) * 4) % 9}`));
  button.type = "button";
  sound.preload = "none";
  const face = (playing) => {
    button.replaceChildren(icon(playing ? "pause" : "play"));
    button.ariaLabel = playing ? "Stop the voice note" : "Play the voice note";
    note.classList.toggle("playing", playing);
  };
  button.onclick = () => (sound.paused ? sound.play() : sound.pause());
  sound.onplay = () => face(true);
  sound.onpause = sound.onended = () => face(false);
  face(false);
  note.append(button, wave);
  return note;
}

function buttons(phone, bubble, row) {
  const line = make("div", "row");
  for (const choice of row) {
    const code = startCode(choice.url);
    const button = choice.url && code === null ? anchor(phone, choice.url) : make("button", "choice");
    button.className = "choice";
    button.textContent = choice.label;
    button.lang = phone.dataset.language;
    button.dir = "auto";
    if (button.type !== undefined && button.tagName === "BUTTON") {
      button.type = "button";
      button.onclick = async () => {
        button.disabled = true;
        await (code === null
          ? send(phone, "tap", { bubble: bubble.key, button: choice.says })
          : send(phone, "say", { text: `/start ${code}` }));
        button.disabled = false;
      };
    }
    line.append(button);
  }
  return line;
}

function replyButton(phone, bubble) {
  const button = make("button", "reply");
  button.type = "button";
  button.title = "Reply";
  button.ariaLabel = "Reply to this message";
  button.append(icon("reply"));
  button.onclick = () => quote(phone, bubble);
  return button;
}

// --- a phone in the hand --------------------------------------------------------------------------------------

for (const phone of phones.values()) {
  const form = phone.querySelector("form");
  const box = form.elements.text;
  form.onsubmit = async (event) => {
    event.preventDefault();
    const text = box.value;
    if (!text.trim()) return;
    const answers = phone.querySelector(".quote:not([hidden])")?.dataset.key ?? "";
    if (!(await send(phone, "say", { text, answers }))) return;
    if (box.value === text) box.value = "";
    quote(phone, null);
    typed(phone);
  };
  form.onreset = () => requestAnimationFrame(() => { typed(phone); box.focus(); });
  box.oninput = () => typed(phone);
  box.onkeydown = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  };
  for (const key of phone.querySelectorAll(".digit")) {
    key.onclick = () => { box.value += key.dataset.digit; typed(phone); };
  }
  if (phone.matches(".telegram")) telegram(phone, form);
  typed(phone);
}

function telegram(phone, form) {
  form.elements.photo.onchange = async () => {
    const [file] = form.elements.photo.files;
    if (!file) return;
    const caption = form.elements.text.value;
    const sent = await send(phone, "photo", { photo: await base64(file), caption });
    form.elements.photo.value = "";
    if (sent) { form.elements.text.value = ""; typed(phone); }
  };
  phone.querySelector(".speak").onclick = () => send(phone, "voice", {});
  phone.querySelector(".quote button").onclick = () => quote(phone, null);
  const begin = () => {
    const pasted = form.elements.code.value.trim();
    send(phone, "say", { text: `/start ${startCode(pasted) ?? pasted}`.trim() });
  };
  phone.querySelector(".begin").onclick = begin;
  form.elements.code.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    begin();
  };
}

function open(phone, started) {
  phone.querySelector(".start").hidden = started;
  phone.querySelector(".write").hidden = !started;
}

function quote(phone, bubble) {
  const line = phone.querySelector(".quote");
  if (!line) return;
  line.hidden = bubble === null;
  line.dataset.key = bubble?.key ?? "";
  line.querySelector("span").textContent = bubble?.text || (bubble ? "Photo" : "");
  if (bubble) phone.querySelector("textarea").focus();
}

function typed(phone) {
  const box = phone.querySelector("textarea");
  box.rows = 1;
  while (box.rows < 5 && box.scrollHeight > box.clientHeight + 2) box.rows += 1;
  phone.querySelector("form").classList.toggle("typed", box.value !== "");
  const count = phone.querySelector(".count");
  if (count) count.textContent = box.value ? String([...box.value].length) : "";
}

async function send(phone, act, told) {
  const trouble = phone.querySelector(".trouble");
  trouble.hidden = true;
  const failed = await post(`/phones/${encodeURIComponent(phone.dataset.key)}/${act}`, told);
  trouble.textContent = failed;
  trouble.hidden = !failed;
  return !failed;
}

// '' when it was done, else one line to show.
async function post(address, told) {
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(told),
    });
    if (answer.ok) return "";
    return answer.status < 500 ? await answer.text() : "Not sent. Please try again.";
  } catch {
    return "Not sent: no connection. Please try again.";
  }
}

// --- the clock, the tabs, the threads -------------------------------------------------------------------------

for (const button of document.querySelectorAll(".moves button")) {
  button.onclick = async () => {
    button.disabled = true;
    const failed = await post("/phones/clock", { to: button.dataset.to });
    if (failed) linked("waiting", failed);
    button.disabled = false;
  };
}

function tick() {
  const now = Date.now() + ahead * 1000;
  const hour = clockFace.format(now);
  for (const face of document.querySelectorAll(".hour")) if (face.textContent !== hour) face.textContent = hour;
  const day = document.querySelector(".clock .day");
  const today = calendar.format(now);
  if (day.textContent !== today) day.textContent = today;
}
setInterval(tick, 1000);

const seen = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const link = tab(entry.target);
    if (!entry.isIntersecting) { link.ariaCurrent = null; continue; }
    link.ariaCurrent = "true";
    link.classList.remove("unread");
  }
}, { root: document.querySelector(".phones"), threshold: 0.6 });
for (const phone of phones.values()) {
  seen.observe(phone);
  tab(phone).onclick = (event) => {
    event.preventDefault();
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    phone.scrollIntoView({ inline: "center", block: "nearest", behavior: calm ? "auto" : "smooth" });
  };
}

function tab(phone) {
  return document.querySelector(`.tabs a[href="#${CSS.escape(phone.id)}"]`);
}

function pull(phone, way) {
  phone.classList.remove("pull-up", "pull-down");
  void phone.offsetWidth; // lets the same animation begin again
  phone.classList.add(`pull-${way}`);
}

function linked(state, said) {
  const line = document.querySelector(".link");
  line.dataset.state = state;
  line.querySelector(".words").textContent = said;
}

// --- small things ---------------------------------------------------------------------------------------------

function make(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// The code in https://t.me/<our bot>?start=CODE, or null.
function startCode(address) {
  const found = /^(?:https?:\/\/)?t\.me\/([A-Za-z0-9_]+)\?start=([A-Za-z0-9_-]{1,64})$/.exec(address ?? "");
  return found && found[1].toLowerCase() === bot ? found[2] : null;
}

function base64(file) {
  return new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = failed;
    reader.readAsDataURL(file);
  });
}
