// One photo: made smaller here, then sent in pieces. A piece that does not arrive is sent again, and the photo goes on from
// what the school has. Without any of this the form sends the photo as it is.
(function () {
  "use strict";
  var form = document.getElementById("upload");
  var able = form && window.fetch && window.Promise && window.Uint8Array && window.URL &&
    HTMLCanvasElement.prototype.toBlob && Blob.prototype.arrayBuffer;
  if (!able) return;

  var LONGEST = 1600, PIECE = 32 * 1024, SOON = 1000, LATE = 20000;
  var bar = form.querySelector("progress"), says = document.getElementById("how-far");
  var chooser = form.querySelector("input[type=file]"), button = form.querySelector("button");
  var here = form.action.split("?")[0];

  form.addEventListener("submit", function (event) {
    var photo = chooser.files[0];
    if (!photo) return;
    event.preventDefault();
    button.disabled = true;
    bar.hidden = false;
    smaller(photo).then(function (blob) {
      return blob.arrayBuffer();
    }).then(function (whole) {
      var bytes = new Uint8Array(whole), name = mark(bytes);
      return send(bytes, here + "/" + name).then(function () { finish(name); });
    }).catch(function () { plainly(); });
  });

  // The photo for a phone's screen; as it is, where this browser cannot make it smaller, or would lay it on its side.
  function smaller(photo) {
    return new Promise(function (done) {
      if (!window.CSS || !CSS.supports || !CSS.supports("image-orientation", "from-image")) return done(photo);
      var picture = new Image(), address = URL.createObjectURL(photo);
      picture.onerror = function () { URL.revokeObjectURL(address); done(photo); };
      picture.onload = function () {
        var scale = Math.min(1, LONGEST / Math.max(picture.naturalWidth, picture.naturalHeight));
        var canvas = document.createElement("canvas");
        canvas.width = Math.round(picture.naturalWidth * scale);
        canvas.height = Math.round(picture.naturalHeight * scale);
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(address);
        canvas.toBlob(function (blob) { done(blob && blob.size < photo.size ? blob : photo); }, "image/jpeg", 0.85);
      };
      picture.src = address;
    });
  }

  // How many bytes, and a sum over them: the same photo, chosen once more, goes on where it was.
  function mark(bytes) {
    var sum = 2166136261;
    for (var at = 0; at < bytes.length; at++) sum = Math.imul(sum ^ bytes[at], 16777619) >>> 0;
    return bytes.length.toString(36) + "-" + sum.toString(36);
  }

  function send(bytes, address) {
    var wait = SOON;
    function again() {
      says.textContent = form.dataset.dropped;
      return new Promise(function (go) {
        setTimeout(go, wait);
        window.addEventListener("online", go, { once: true });
        wait = Math.min(2 * wait, LATE);
      }).then(ask);
    }
    function ask() {
      return fetch(address, { cache: "no-store" }).then(heard, again);
    }
    function heard(answer) {
      if (answer.status >= 500 || answer.status === 429) return again();
      if (!answer.ok) throw new Error("dead");
      return answer.json().then(function (said) { return next(said.got); }, again);
    }
    function next(got) {
      wait = SOON;
      says.textContent = "";
      bar.value = 100 * got / bytes.length;
      if (got >= bytes.length) return null;
      return fetch(address + "?at=" + got, { method: "PUT", body: bytes.slice(got, got + PIECE) }).then(heard, again);
    }
    return ask();
  }

  function finish(name) {
    var hidden = document.createElement("input");
    hidden.type = "hidden";
    hidden.name = "mark";
    hidden.value = name;
    form.appendChild(hidden);
    chooser.disabled = true;
    form.submit();
  }

  // Whatever was wrong: the form does it by itself, and its answer says what there is to say.
  function plainly() {
    form.submit();
  }
})();
