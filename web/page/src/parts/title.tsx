// The heading of a page, which is also the title of the window.
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";

export function Title({ words, children }: { words: string; children?: ComponentChildren }) {
  useEffect(() => {
    document.title = `${words} - reshore`;
  }, [words]);
  return (
    <div class="title">
      <h1>{words}</h1>
      {children}
    </div>
  );
}
