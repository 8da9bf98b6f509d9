// Passkeys: asks the browser for one, or to make one, and sends what it answers in the form's own field.
"use strict";
(function () {
  const fromText = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const known = (list) => (list || []).map((one) => ({ ...one, id: fromText(one.id) }));

  function creation(asked) {
    return {
      ...asked,
      challenge: fromText(asked.challenge),
      user: { ...asked.user, id: fromText(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
      // a key that opens the account by itself stays in the device and asks for finger, face or code
      authenticatorSelection: { ...asked.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    };
  }

  function request(asked) {
    return { ...asked, challenge: fromText(asked.challenge), allowCredentials: known(asked.allowCredentials) };
  }

  function told(credential) {
    const parts = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) parts[name] = toText(credential.response[name]);
    }
    return JSON.stringify({
      type: credential.type,
      id: credential.id,
      rawId: toText(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      clientExtensionResults: credential.getClientExtensionResults(),
      response: parts,
    });
  }

  async function options(form) {
    if (!form.dataset.options) return JSON.parse(document.getElementById("passkey-options").textContent);
    const answer = await fetch(form.dataset.options, { headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" } });
    return answer.json();
  }

  function say(form, what) {
    for (const words of form.querySelectorAll("[data-passkey-trouble]")) words.hidden = words.dataset.passkeyTrouble !== what;
  }

  async function use(form) {
    if (!window.PublicKeyCredential) return say(form, "unsupported");
    say(form, "");
    try {
      const asked = await options(form);
      const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: creation(asked.creation_options.publicKey) })
        : await navigator.credentials.get({ publicKey: request(asked.request_options.publicKey) });
      form.elements.credential.value = told(credential);
      form.submit();
    } catch (trouble) {
      say(form, "cancelled");
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      use(form);
    });
  }
})();
