// Signing in with a passkey: by the button, and on the sign-in page also from what the browser offers in the name's field.
import { complain, get, works } from "./passkeys.js";

const form = document.querySelector("[data-passkey-get]");
const button = form?.querySelector("[data-passkey-button]");
const offered = form?.dataset.conditional === "true";
const fresh = 8 * 60 * 1000;
let waiting;

function send({ credential, state }) {
  form.elements["Proof.Passkey"].value = credential;
  form.elements["Proof.PasskeyState"].value = state;
  form.requestSubmit();
}

async function offer() {
  waiting?.abort();
  waiting = new AbortController();
  try {
    send(await get(form, form.dataset.passkeyGet, { mediation: "conditional", signal: waiting.signal }));
  } catch {
    // Nothing was picked: the page stays as it is.
  }
}

if (form && works) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    waiting?.abort();
    try {
      send(await get(form, form.dataset.passkeyGet));
    } catch {
      complain(form, form.dataset.refused);
    }
  });

  if (offered && await PublicKeyCredential.isConditionalMediationAvailable?.()) {
    offer();
    // What the server asked to be signed is good for ten minutes.
    setInterval(offer, fresh);
  }
}
