// The frame of every page: its head, where one can go, and the page of the route.
import { Component, type ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { told } from "./api/client";
import type { Trouble } from "./api/types";
import { Later } from "./parts/later";
import { ComparePage } from "./pages/compare";
import { JobPage, JobsPage } from "./pages/jobs";
import { ModelPage } from "./pages/model";
import { RunPage } from "./pages/run";
import { RunsPage } from "./pages/runs";
import { StartPage } from "./pages/start";
import { Empty, Troubled } from "./parts/states";
import { Title } from "./parts/title";
import { type Route, link, useRoute } from "./route";
import { lasts, useJobs } from "./state/jobs";

const PLACES = [
  { name: "", words: "Models", also: "models" },
  { name: "runs", words: "Runs", also: "runs" },
  { name: "jobs", words: "Jobs", also: "jobs" },
  { name: "compare", words: "Compare", also: "compare" },
  { name: "api", words: "API", also: "api" },
];

export function App() {
  const route = useRoute();
  const kind = route.names[0] ?? "";
  const busy = (useJobs().jobs ?? []).filter(lasts).length;
  const main = useRef<HTMLElement>(null);
  const path = route.names.join("/");
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      main.current?.focus({ preventScroll: true });
      if (route.names.length < 3) window.scrollTo(0, 0);
    }
    first.current = false;
  }, [path]);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        To the content
      </a>
      <header class="top">
        <a class="brand" href={link([])}>
          reshore
        </a>
        <nav aria-label="Pages">
          <ul>
            {PLACES.map((place) => (
              <li key={place.name}>
                <a href={link(place.name ? [place.name] : [])} aria-current={kind === place.name || kind === place.also ? "page" : undefined}>
                  {place.words}
                  {place.name === "jobs" && busy > 0 && (
                    <span class="count">
                      {busy}
                      <span class="unseen"> running or queued</span>
                    </span>
                  )}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        <Guard key={route.names.slice(0, 2).join("/")}>
          <Page route={route} />
        </Guard>
      </main>
    </>
  );
}

function Page({ route }: { route: Route }) {
  const [kind = "", name, ...more] = route.names;
  if (kind === "") return <StartPage />;
  if (kind === "models" && !name) return <StartPage />;
  if (kind === "models" && name) return <ModelPage model={name} tab={more[0] ?? "network"} part={more[1] ?? null} asked={route.asked} />;
  if (kind === "runs" && !name) return <RunsPage />;
  if (kind === "runs" && name) return <RunPage run={name} tab={more[0] ?? "overview"} part={more[1] ?? null} />;
  if (kind === "jobs" && !name) return <JobsPage />;
  if (kind === "jobs" && name) return <JobPage id={name} />;
  if (kind === "compare") return <ComparePage a={route.asked["a"] ?? null} b={route.asked["b"] ?? null} />;
  if (kind === "api") return <Later what="the description of the API" load={() => import("./pages/api").then((page) => page.ApiPage)} />;
  return (
    <>
      <Title words="There is no such page" />
      <Empty>
        <a href={link([])}>Go to the models</a>.
      </Empty>
    </>
  );
}

/** Shows what failed in drawing a page instead of nothing. */
class Guard extends Component<{ children: ComponentChildren }, { trouble: Trouble | null }> {
  override state: { trouble: Trouble | null } = { trouble: null };

  static override getDerivedStateFromError(error: unknown): { trouble: Trouble } {
    return { trouble: told(error) };
  }

  override render() {
    return this.state.trouble ? <Troubled trouble={this.state.trouble} again={() => window.location.reload()} /> : this.props.children;
  }
}
