// When the session has ended, the next thing that the page asks for leads it away to the door. Not while somebody's words
// stand in it: they alone stay, with a note. Everything else is put away, whoever sits down there next, until an answer
// comes that is for whoever is signed in by then.
(() => {
  let kept = null;
  let title = "";
  const main = () => document.querySelector("main");
  const typed = () =>
    [...document.querySelectorAll("main form[method=post] :is(textarea, input:not([type=hidden]))")].filter((box) =>
      box.localName === "textarea" ? box.value.trim() : box.value !== box.defaultValue,
    );
  const made = (name, about) => Object.assign(document.createElement(name), about);
  const away = (boxes) => {
    const door = made("a", { href: "/console/enter", target: "_blank", textContent: "Sign in in another tab" });
    const note = made("p", { className: "trouble", role: "alert" });
    note.append("You are signed out, and nothing was sent. What you wrote is still here: please copy it. ", door);
    note.append(", and send it from there.");
    kept = made("section", { className: "card" });
    kept.append(note);
    for (const box of boxes.filter((it) => it.type !== "password")) {
      const label = made("label", { textContent: "What you wrote" });
      label.append(made("textarea", { value: box.value, readOnly: true, rows: 6, dir: "auto" }));
      kept.append(label);
    }
    for (const it of main().children) it.classList.add("put-away");
    main().prepend(kept);
    [title, document.title] = [document.title, "You are signed out"];
  };
  const back = () => {
    for (const it of main().children) it.classList.remove("put-away");
    kept.remove();
    kept = null;
    document.title = title;
  };
  document.addEventListener("htmx:before:response", (event) => {
    const { hx, response } = event.detail.ctx;
    const boxes = hx.redirect ? typed() : [];
    if (boxes.length) {
      event.preventDefault();
      if (!kept) away(boxes);
    } else if (kept && !hx.redirect && response.status < 400) back();
  });
})();
