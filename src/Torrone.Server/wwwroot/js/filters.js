// Search filters take effect when they are chosen; without this script the Apply button does the same.
for (const panel of document.querySelectorAll("[data-filters]")) {
  panel.addEventListener("change", event => {
    if (!panel.matches(":popover-open")) {
      event.target.form.requestSubmit();
    }
  });
}
