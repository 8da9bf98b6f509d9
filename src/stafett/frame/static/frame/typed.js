// What somebody typed survives a connection that was cut, Back, and a page that is loaded anew: it is kept in this
// tab (sessionStorage) until the server says that the form has been taken, one writes something else, logs out, or another logs in.
// Only of forms that say they may be kept (`{% kept form %}`), never a number or a password; and with a text goes
// what was chosen and ticked beside it, without which it would say something else (ADR 27, 29).
"use strict";
(function () {
  const MINE = "stafett.typed:";
  const NEVER = /number|password|code/;
  const forms = [...document.querySelectorAll("form[data-kept]")];

  function names() {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(MINE));
  }
  function read(name) {
    try {
      return JSON.parse(sessionStorage.getItem(name)) || {};
    } catch {
      return {};
    }
  }
  function forget(which) {
    names().filter((name) => which(name, read(name))).forEach((name) => sessionStorage.removeItem(name));
  }
  function nameOf(form) {
    return MINE + location.pathname + " " + new URL(form.action, location.href).pathname;
  }
  function texts(form) {
    return [...form.querySelectorAll("textarea[name], input[type=text][name]")].filter((one) => !NEVER.test(one.name));
  }
  function choices(form) {
    const all = form.querySelectorAll("select[name]:not([multiple]), input[type=radio][name], input[type=checkbox][name]");
    return [...all].filter((one) => !NEVER.test(one.name));
  }
  function isTick(one) {
    return one.type === "radio" || one.type === "checkbox";
  }
  function placeOf(one) {
    return isTick(one) ? one.name + "=" + one.value : one.name;
  }
  function chosen(one) {
    return isTick(one) ? one.checked : one.value;
  }
  function choose(one, value) {
    if (isTick(one)) one.checked = value;
    else if ([...one.options].some((option) => option.value === value)) one.value = value;
    one.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function hidden(form, name) {
    return form.querySelector('input[type=hidden][name="' + name + '"]');
  }
  function keep(form) {
    const typed = texts(form).filter((one) => one.value !== one.defaultValue);
    if (!typed.length && !("sent" in form.dataset)) return sessionStorage.removeItem(nameOf(form));
    const seen = hidden(form, "seen");
    const kept = {
      key: (hidden(form, "form_key") || {}).value,
      whose: document.body.dataset.whose,
      seen: seen ? seen.value : null,
      texts: texts(form).map((one) => [one.name, one.value]),
      choices: choices(form).map((one) => [placeOf(one), chosen(one)]),
    };
    try {
      sessionStorage.setItem(nameOf(form), JSON.stringify(kept));
    } catch {
      // no room: then it is as if there were no script
    }
  }
  function giveBack(form) {
    const kept = read(nameOf(form));
    const before = new Map(kept.texts || []);
    const changed = texts(form).filter((one) => before.has(one.name) && before.get(one.name) !== one.value);
    if (!changed.length) return;
    changed.forEach((one) => { one.value = before.get(one.name); });
    const chose = new Map(kept.choices || []);
    choices(form).filter((one) => chose.has(placeOf(one)) && chose.get(placeOf(one)) !== chosen(one))
      .forEach((one) => choose(one, chose.get(placeOf(one))));
    // what it was written over: has somebody else saved since, the server shows both
    const seen = hidden(form, "seen");
    if (seen && kept.seen !== null) seen.value = kept.seen;
    const words = document.getElementById("typed-back");
    if (!words) return;
    form.prepend(words.content.cloneNode(true));
    form.querySelector("[data-forget]").addEventListener("click", () => {
      sessionStorage.removeItem(nameOf(form));
      location.reload();
    });
  }

  // The browser itself fills in, on Back, what stood in a form when the page was left, whoever is logged in by then.
  // Each place in the tab's history therefore knows whose it was; another's is as the server wrote it.
  const was = (history.state || {}).whose;
  if (was !== undefined && was !== document.body.dataset.whose) {
    const asWritten = () => [...document.forms].forEach((form) => form.reset());
    asWritten();
    addEventListener("pageshow", asWritten, { once: true });
  }
  history.replaceState({ ...history.state, whose: document.body.dataset.whose }, "");

  if ("out" in document.body.dataset) forget(() => true);
  // another account in the same tab: somebody else logged out, and in, in the tab beside
  forget((_name, kept) => kept.whose !== document.body.dataset.whose);
  const taken = (document.querySelector("meta[name=sent-forms]") || { content: "" }).content.split(" ");
  forget((_name, kept) => taken.includes(kept.key));
  const here = forms.map(nameOf);
  forget((name) => name.startsWith(MINE + location.pathname + " ") && !here.includes(name));

  forms.forEach((form) => {
    if ("sent" in form.dataset) keep(form);
    else giveBack(form);
    // what came back is not left folded away
    const fold = form.closest("details");
    if (fold && texts(form).some((one) => one.value !== one.defaultValue)) fold.open = true;
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", () => keep(form));
  });
  document.querySelectorAll("[data-log-out]").forEach((button) => {
    button.form.addEventListener("submit", () => forget(() => true));
  });
})();
