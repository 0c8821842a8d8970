// The list of keys: a filter takes effect when it is chosen, and "Revoke" stands ready once something is ticked.
document.querySelector("[data-key-filter]")?.addEventListener("change", event => {
  if (event.target.matches("select")) {
    event.target.form.requestSubmit();
  }
});
