import { useSyncExternalStore } from "react";
import { currentNotes, subscribeToNotes, takeAway } from "./notes";

/** Where notes are shown, and read out. */
export function Notes() {
  const notes = useSyncExternalStore(subscribeToNotes, currentNotes, currentNotes);
  return (
    <div role="status" aria-live="polite" className="pointer-events-none fixed inset-x-0 bottom-24 z-40 flex flex-col items-center gap-2 px-5 md:bottom-8">
      {notes.map((note) => (
        <div key={note.id} className="arriving pointer-events-auto flex min-h-12 max-w-full items-center gap-4 rounded-full bg-ink py-2 pr-3 pl-6 text-sm text-paper">
          <span>{note.text}</span>
          {note.action ? (
            <button
              type="button"
              className="min-h-9 rounded-full bg-paper/15 px-4 font-semibold hover:bg-paper/25"
              onClick={() => {
                note.action?.do();
                takeAway(note.id);
              }}
            >
              {note.action.label}
            </button>
          ) : (
            <span className="w-3" />
          )}
        </div>
      ))}
    </div>
  );
}
