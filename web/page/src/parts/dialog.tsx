// A dialog with one form: it opens when it is drawn, and closes by Escape, Cancel, or when what it does is done.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Trouble } from "../api/types";
import { Troubled } from "./states";

/** What names of models and scenarios are made of, in the words of the error where one is not. */
export const NAMES = "Letters, digits, spaces, points, hyphens and underscores, at most 64 of them; begin with a letter or digit.";

interface Given {
  title: string;
  does: string;
  busy?: boolean;
  trouble?: Trouble | null;
  submit: (form: FormData) => void;
  close: () => void;
  children?: ComponentChildren;
}

export function Dialog({ title, does, busy = false, trouble = null, submit, close, children }: Given) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.showModal();
    return () => before instanceof HTMLElement && before.focus();
  }, []);
  const sent = (event: Event): void => {
    event.preventDefault();
    if (!busy) submit(new FormData(event.target as HTMLFormElement));
  };
  const cancelled = (event: Event): void => {
    // A field for files tells of a choice that was cancelled, or was the same, in the same way.
    if (event.target !== box.current) return;
    event.preventDefault();
    close();
  };
  return (
    <dialog ref={box} aria-label={title} onCancel={cancelled}>
      <form onSubmit={sent}>
        <h2>{title}</h2>
        {children}
        <Troubled trouble={trouble} />
        <p class="buttons">
          <button type="submit" class="main" disabled={busy}>
            {busy ? "One moment…" : does}
          </button>
          <button type="button" onClick={close}>
            Cancel
          </button>
        </p>
      </form>
    </dialog>
  );
}

export function Field({ label, hint, children }: { label: string; hint?: string; children: ComponentChildren }) {
  return (
    <label class="field">
      <span>{label}</span>
      {children}
      {hint && <small>{hint}</small>}
    </label>
  );
}

/** Return the text of a field of a form. */
export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
