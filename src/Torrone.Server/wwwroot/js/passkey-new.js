// A new passkey: the form waits until the browser has made it, then goes its ordinary way.
import { complain, create, works } from "./passkeys.js";

const form = document.querySelector("[data-passkey-new]");

form?.addEventListener("submit", async event => {
  const credential = form.elements["Input.Credential"];
  if (credential.value) {
    return;
  }

  event.preventDefault();
  if (!works) {
    complain(form, form.dataset.missing);
    return;
  }

  try {
    const made = await create(form);
    credential.value = made.credential;
    form.elements["Input.State"].value = made.state;
    form.requestSubmit();
  } catch {
    complain(form, form.dataset.refused);
  }
});
