/* What script adds to pages that already work without it. Nothing typed is kept in the browser. */
(function () {
  "use strict";

  /* Input methods: pinyin still being composed is neither text nor an order to send. */
  let composing = false;
  document.addEventListener("compositionstart", () => { composing = true; });
  document.addEventListener("compositionend", () => { composing = false; });
  const isComposing = (event) => composing || event.isComposing || event.keyCode === 229;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter") onEnter(event);
    if (event.key === "Escape") onEscape(event);
  });

  /* A card reader types its number and Enter: in a field marked data-next that moves on and sends nothing.
     In a form marked data-enter, Enter in the statement registers and Shift Enter makes a new line;
     single-line fields do so by themselves. */
  function onEnter(event) {
    const field = event.target;
    if (!field.form || field.tagName === "BUTTON") return;
    if (isComposing(event)) {
      if (field.tagName === "INPUT") event.preventDefault();
      return;
    }
    if (field.hasAttribute("data-next")) {
      event.preventDefault();
      const controls = [...field.form.elements].filter((control) => control.type !== "hidden" && !control.disabled);
      controls[controls.indexOf(field) + 1].focus();
      return;
    }
    if (field.tagName !== "TEXTAREA" || !field.form.hasAttribute("data-enter")) return;
    if (event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    field.form.requestSubmit(field.form.querySelector("button.btn-main"));
  }

  /* Esc goes back where the page says so, but never out of a field that is being filled in. */
  function onEscape(event) {
    const back = document.querySelector("a[data-esc]");
    if (!back || isComposing(event) || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select")) return;
    back.click();
  }

  /* One press, one post. The server keeps a form sent twice from acting twice; this only spares the wait.
     The button is switched off after the browser has read its name and value. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (composing) {
      event.preventDefault();
      return;
    }
    if (form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const button = event.submitter;
    setTimeout(() => {
      if (event.defaultPrevented) release(form);
      else if (button) button.disabled = true;
    });
    setTimeout(() => release(form), 15000);
  });

  function release(form) {
    delete form.dataset.sent;
    for (const button of form.elements) if (button.type === "submit") button.disabled = false;
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) if (form.dataset.sent) release(form);
  });

  /* Leaving a half-filled form marked data-keep is asked about first: there is no draft in the browser to return to. */
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-keep")) form.dataset.touched = "1";
  });
  window.addEventListener("beforeunload", (event) => {
    if (!document.querySelector("form[data-touched]:not([data-sent])")) return;
    event.preventDefault();
    event.returnValue = true; /* Chromium before 119 */
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-discard]");
    if (link) for (const form of document.forms) delete form.dataset.touched;
  });

  /* `typed` is an `input` with the composing left out: what live searches listen for. */
  function tell(event) {
    if (event.type === "input" && isComposing(event)) return;
    if (event.target.form) event.target.form.dispatchEvent(new CustomEvent("typed"));
  }
  document.addEventListener("input", tell);
  document.addEventListener("compositionend", tell);

  /* A form on its way is not looked up for any more: the answer would find its page gone. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.querySelector("form[data-sent]")) event.preventDefault();
  });

  /* A form that came back wrong: start at the first field to put right. */
  const wrong = document.querySelector('[aria-invalid="true"]');
  if (wrong) wrong.focus();

  /* Printing: the button says which paper; the rest of the sheet is left out by the stylesheet. */
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print(button.dataset.print));
  }
  window.addEventListener("afterprint", () => { delete document.body.dataset.paper; });
  function print(paper) {
    if (paper) document.body.dataset.paper = paper;
    window.print();
  }
  const printNow = document.querySelector("[data-print-now]");
  if (printNow) window.addEventListener("load", () => print(printNow.dataset.printNow));

  /* What says that the server did not answer, or no longer knows us: gone with the next answer to its own part. */
  document.addEventListener("htmx:afterRequest", (event) => {
    for (const lost of document.querySelectorAll("[data-lost]")) {
      const part = lost.closest("[hx-get]") || document;
      if (!event.detail.successful || part.contains(event.detail.elt)) lost.hidden = event.detail.successful;
    }
  });

  /* The screen of the hall sounds when somebody is called, where the office wants it. A browser asks for one press
     on the page before it lets it sound; the button stays until then. */
  const sound = document.querySelector("[data-sound]");
  if (sound) {
    const audio = new AudioContext();
    const open = () => audio.resume().then(() => { sound.hidden = true; });
    sound.hidden = audio.state === "running";
    sound.addEventListener("click", open);
    document.addEventListener("htmx:oobAfterSwap", (event) => {
      if (event.detail.target.id === "hall-now" && audio.state === "running") [880, 660].forEach(tone);
    });
    function tone(pitch, place) {
      const [voice, loud, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime + place * 0.35];
      voice.frequency.value = pitch;
      loud.gain.setValueAtTime(0.2, at);
      loud.gain.exponentialRampToValueAtTime(0.001, at + 0.3);
      voice.connect(loud).connect(audio.destination);
      voice.start(at);
      voice.stop(at + 0.3);
    }
  }

  /* Where the browser names its own access keys (Firefox, Safari), the hint says what to press there. */
  for (const control of document.querySelectorAll("[accesskey]")) {
    const label = control.closest("label, .bar-find") || control;
    const hint = label.querySelector("kbd");
    if (hint && control.accessKeyLabel) hint.textContent = control.accessKeyLabel;
  }
})();
