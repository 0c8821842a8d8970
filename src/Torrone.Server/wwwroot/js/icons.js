// A package's picture that cannot be shown leaves its tile empty rather than broken.
for (const picture of document.querySelectorAll("img[data-icon]")) {
  const leave = () => picture.remove();
  if (picture.complete && picture.naturalWidth === 0) {
    leave();
  } else {
    picture.addEventListener("error", leave, { once: true });
  }
}
