// "Confirm it is you": with script the proof is asked for in a dialog when its form is sent; the form waits, filled in, whatever is
// answered. Without script the same fields stand in the form.
import { complain, get, works } from "./passkeys.js";

// The passkey's part of the dialog: its answer is the proof.
function preparePasskey(part, form, confirm) {
  part.hidden = !works;
  part.querySelector("button").addEventListener("click", async () => {
    try {
      const token = form.querySelector("[name=__RequestVerificationToken]");
      const given = await get({ dataset: part.dataset, querySelector: () => token }, "proof");
      part.querySelector("[name='Proof.Passkey']").value = given.credential;
      part.querySelector("[name='Proof.PasskeyState']").value = given.state;
      confirm();
    } catch {
      complain(part, part.dataset.refused);
    }
  });
}

function prepare(template) {
  const form = template.closest("form");
  const dialog = template.content.querySelector("dialog").cloneNode(true);
  let pressed = null;
  let proved = false;
  template.after(dialog);

  function ask() {
    if (!dialog.open) {
      dialog.showModal();
    }

    dialog.querySelector("[data-step-up-first], .input")?.focus();
  }

  function confirm() {
    proved = true;
    form.requestSubmit(pressed?.isConnected ? pressed : undefined);
  }

  // Buttons with an action of their own (a preview) need no proof, unless they say so.
  form.addEventListener("submit", event => {
    const own = event.submitter?.hasAttribute("formaction") && !event.submitter.hasAttribute("data-proof");
    if (proved || own) {
      return;
    }

    event.preventDefault();
    event.stopImmediatePropagation();
    if (dialog.open) {
      confirm();
    } else {
      pressed = event.submitter;
      ask();
    }
  }, { capture: true });

  dialog.querySelector("[data-step-up-confirm]").addEventListener("click", confirm);
  dialog.querySelector("[data-step-up-cancel]").addEventListener("click", () => dialog.close());
  const passkey = dialog.querySelector("[data-step-up-passkey]");
  if (passkey) {
    preparePasskey(passkey, form, confirm);
  }

  // Enter would press the form's own first button, which lies still behind the dialog.
  dialog.addEventListener("keydown", event => {
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      event.preventDefault();
      confirm();
    }
  });
  // A key pressed in the dialog is none of the form's own scripts' business.
  dialog.addEventListener("input", event => event.stopPropagation());
  for (const link of document.querySelectorAll(`a[href="#${template.dataset.stepUp}"]`)) {
    link.addEventListener("click", event => {
      event.preventDefault();
      ask();
    });
  }

  if (dialog.dataset.open) {
    ask();
  }
}

for (const template of document.querySelectorAll("template[data-step-up]")) {
  prepare(template);
}
