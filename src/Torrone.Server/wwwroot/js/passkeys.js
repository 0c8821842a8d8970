// Between a page and the browser's passkeys. The server says what to sign (options, state) and checks what comes back.
export const works = typeof PublicKeyCredential === "function" && "parseRequestOptionsFromJSON" in PublicKeyCredential;

async function ask(form, kind) {
  const body = new URLSearchParams({ kind });
  body.set("__RequestVerificationToken", form.querySelector("[name=__RequestVerificationToken]").value);
  const answer = await fetch(form.dataset.options, { method: "POST", body });
  if (!answer.ok) {
    throw new Error(`The server answered ${answer.status}.`);
  }

  const { options, state } = await answer.json();
  return { options: JSON.parse(options), state };
}

/** Lets the person pick a passkey; answers what a form sends back. Throws when nothing was picked. */
export async function get(form, kind, more = {}) {
  const { options, state } = await ask(form, kind);
  const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), ...more });
  return { credential: JSON.stringify(credential), state };
}

/** Makes a passkey; answers what a form sends back. Throws when the person or the device would not. */
export async function create(form) {
  const { options, state } = await ask(form, "register");
  const credential = await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  return { credential: JSON.stringify(credential), state };
}

/** Says beside the button that nothing came of it. */
export function complain(form, words) {
  const line = form.querySelector("[data-passkey-error]");
  line.querySelector("span").textContent = words;
  line.hidden = false;
}
