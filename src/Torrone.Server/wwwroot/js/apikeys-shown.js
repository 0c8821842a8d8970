// The page that shows a key once: hide it from onlookers, try it, and ask before it is left unstored.
const page = document.querySelector("[data-secret-page]");
const stored = document.getElementById("stored");
const secret = document.getElementById("secret");
const hide = page?.querySelector(".secret-hide");
const test = page?.querySelector("[data-key-test]");
const leave = document.getElementById("leave");
let asked = false;

// Sends the key as the client would, to the gallery itself, and says what it answers.
async function tryKey() {
  const line = test.querySelector("[role=status]");
  try {
    const answer = await fetch(test.dataset.keyTest, { headers: { "X-NuGet-ApiKey": secret.textContent }, credentials: "omit", cache: "no-store" });
    line.dataset.state = answer.ok ? "works" : "refused";
    line.textContent = answer.ok ? test.dataset.works : test.dataset.refused.replace("{0}", (await answer.json()).title ?? answer.status);
  } catch {
    line.dataset.state = "refused";
    line.textContent = test.dataset.failed;
  }
}

if (page) {
  hide.hidden = false;
  hide.addEventListener("click", () => {
    const hidden = secret.toggleAttribute("data-hidden");
    hide.textContent = hidden ? hide.dataset.show : hide.dataset.hide;
  });

  test.hidden = false;
  test.querySelector("button").addEventListener("click", tryKey);

  page.querySelector("[data-done]").addEventListener("click", event => {
    if (!stored.checked) {
      event.preventDefault();
      leave.showModal();
    }
  });
  leave.querySelector("[data-leave-anyway]").addEventListener("click", () => { asked = true; });

  addEventListener("beforeunload", event => {
    if (!stored.checked && !asked) {
      event.preventDefault();
      event.returnValue = page.dataset.leave;
    }
  });
}
