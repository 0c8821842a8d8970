// The page that shows a key once: hide it from onlookers, and ask before it is left unstored.
const page = document.querySelector("[data-secret-page]");
const stored = document.getElementById("stored");
const secret = document.getElementById("secret");
const hide = page?.querySelector(".secret-hide");

if (page) {
  hide.hidden = false;
  hide.addEventListener("click", () => {
    const hidden = secret.toggleAttribute("data-hidden");
    hide.textContent = hidden ? hide.dataset.show : hide.dataset.hide;
  });

  addEventListener("beforeunload", event => {
    if (!stored.checked) {
      event.preventDefault();
      event.returnValue = page.dataset.leave;
    }
  });
}
