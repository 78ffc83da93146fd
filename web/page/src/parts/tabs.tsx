// Links to the parts of a page: each has an address of its own.
export interface Tab {
  name: string;
  words: string;
  href: string;
}

export function Tabs({ tabs, now, label }: { tabs: readonly Tab[]; now: string; label: string }) {
  return (
    <nav class="tabs" aria-label={label}>
      <ul>
        {tabs.map((tab) => (
          <li key={tab.name}>
            <a href={tab.href} aria-current={tab.name === now ? "page" : undefined}>
              {tab.words}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
