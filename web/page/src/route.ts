// Where the page is: `#/models/us-buildout/tables/resources?scenario=late` has three names after `models`, and one asked value.
import { useEffect, useState } from "preact/hooks";

export interface Route {
  names: string[];
  asked: Record<string, string>;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function parsed(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const names = path.split("/").filter(Boolean).map(decoded);
  return { names, asked: Object.fromEntries(new URLSearchParams(query)) };
}

/** Return the address of a place of the page. */
export function link(names: readonly string[], asked: Record<string, string | null | undefined> = {}): string {
  const given = Object.entries(asked).filter((pair): pair is [string, string] => Boolean(pair[1]));
  const query = new URLSearchParams(given).toString();
  return `#/${names.map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

export function go(names: readonly string[], asked: Record<string, string | null | undefined> = {}): void {
  window.location.hash = link(names, asked);
}

/** Return how to go somewhere later: nobody is taken away from where they went meanwhile. */
export function staying(): typeof go {
  const here = window.location.hash;
  return (names, asked) => {
    if (window.location.hash === here) go(names, asked);
  };
}

export function useRoute(): Route {
  const [route, set] = useState(() => parsed(window.location.hash));
  useEffect(() => {
    const moved = (): void => set(parsed(window.location.hash));
    window.addEventListener("hashchange", moved);
    // It may have moved since it was first drawn.
    if (link(route.names, route.asked) !== link(parsed(window.location.hash).names, parsed(window.location.hash).asked)) moved();
    return () => window.removeEventListener("hashchange", moved);
  }, []);
  return route;
}
