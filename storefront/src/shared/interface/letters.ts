const key = "bloom.letters";

/**
 * Brings the letters that the first view does without, when it stands. A browser that had them before has them
 * at hand, and takes them at once.
 */
export function bringLetters(): void {
  if (window.localStorage.getItem(key)) {
    void bringLater();
    afterLoad(bringRare, 500);
  } else {
    afterLoad(() => void bringLater().then(() => window.localStorage.setItem(key, "1")), 600);
    afterLoad(bringRare, 1_500);
  }
}

function bringLater() {
  return import("./fonts/later-letters.css");
}

function bringRare() {
  void import("./rare-letters.css");
}

function afterLoad(work: () => void, milliseconds: number) {
  const wait = () => setTimeout(work, milliseconds);
  if (document.readyState === "complete") wait();
  else window.addEventListener("load", wait, { once: true });
}
