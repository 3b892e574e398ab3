// When the session has ended, the next thing that the page asks for leads it away to the door. Not while somebody's words
// stand in it: they stay, with a note beside them. What families wrote is covered until somebody is signed in again.
(() => {
  let note = null;
  const typed = () =>
    [...document.querySelectorAll("main form[method=post] :is(textarea, input:not([type=hidden]))")].find((box) =>
      box.localName === "textarea" ? box.value.trim() : box.value !== box.defaultValue,
    );
  const cover = (over) => {
    const now = document.getElementById("now");
    if (now) now.hidden = over;
  };
  const tell = (box) => {
    if (note) return;
    const door = Object.assign(document.createElement("a"), { href: "/console/enter", target: "_blank" });
    door.textContent = "Sign in in another tab";
    note = Object.assign(document.createElement("p"), { className: "trouble", role: "alert" });
    note.append("You are signed out, and nothing was sent. What you wrote is still here: please copy it. ", door);
    note.append(", and send it from there.");
    (box.closest(".wording") ?? box.form).before(note);
  };
  document.addEventListener("htmx:before:response", (event) => {
    const out = event.detail.ctx.hx.redirect;
    const box = out && typed();
    if (box) {
      event.preventDefault();
      tell(box);
    } else if (!out) {
      note?.remove();
      note = null;
    }
    cover(Boolean(box));
  });
})();
