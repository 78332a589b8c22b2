/** A short line at the foot of the page, with at most one thing to do about it. */
export interface Note {
  id: number;
  text: string;
  action?: { label: string; do(): void };
}

type Listener = () => void;

let notes: readonly Note[] = [];
let last = 0;
const listeners = new Set<Listener>();

/** How long a note stays, in milliseconds; one with something to do stays longer. */
const stay = { plain: 4_000, action: 8_000 };

export function note(text: string, action?: Note["action"]): void {
  const id = ++last;
  // Only the newest two: the page matters more than what is said about it.
  notes = [...notes.slice(-1), action ? { id, text, action } : { id, text }];
  tell();
  setTimeout(() => takeAway(id), action ? stay.action : stay.plain);
}

export function takeAway(id: number): void {
  notes = notes.filter((each) => each.id !== id);
  tell();
}

/** Another page: what was said about the last one is over. */
export function takeAllAway(): void {
  if (notes.length === 0) return;
  notes = [];
  tell();
}

export function currentNotes(): readonly Note[] {
  return notes;
}

export function subscribeToNotes(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell() {
  for (const listener of listeners) listener();
}
