// What all grids share: the parts of AG Grid that are used, its look, and how pages of rows come from the server.
import {
  CellStyleModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  type ColDef,
  type GridApi,
  type GridOptions,
  type IDatasource,
  InfiniteRowModelModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  SelectEditorModule,
  TextEditorModule,
  TooltipModule,
  createGrid,
  themeQuartz,
} from "ag-grid-community";

ModuleRegistry.registerModules([
  CellStyleModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  InfiniteRowModelModule,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  SelectEditorModule,
  TextEditorModule,
  TooltipModule,
]);

export type { ColDef, GridApi, GridOptions };

/** Rows that one request asks for, and how many such blocks are kept. */
export const BLOCK = 200;
const BLOCKS = 10;

const theme = themeQuartz.withParams({
  accentColor: "var(--link)",
  backgroundColor: "var(--paper)",
  foregroundColor: "var(--ink)",
  headerBackgroundColor: "var(--card)",
  headerTextColor: "var(--ink)",
  borderColor: "var(--line)",
  tooltipBackgroundColor: "var(--card)",
  tooltipTextColor: "var(--ink)",
  browserColorScheme: "inherit",
  fontFamily: "inherit",
  fontSize: 14,
  spacing: 6,
  wrapperBorderRadius: 6,
});

export interface Asked {
  offset: number;
  limit: number;
  sort: string | null;
  descending: boolean;
}

export interface Page<R> {
  total: number;
  rows: R[];
}

/** How a grid asks for its rows. */
export interface Rows<R> {
  read: (asked: Asked) => Promise<Page<R>>;
  /** What all pages are asked for just now, such as the search: answers to what was asked for before are late. */
  question: () => string;
  /** A page is there. */
  told: (page: Page<R>) => void;
  failed: (error: unknown) => void;
}

/** Return a source of rows that asks for a page at a time; answers that are late are dropped. */
export function source<R>({ read, question, told, failed }: Rows<R>): IDatasource {
  return {
    getRows: (wanted) => {
      const by = wanted.sortModel[0];
      const asked = {
        offset: wanted.startRow,
        limit: wanted.endRow - wanted.startRow,
        sort: by?.colId ?? null,
        descending: by?.sort === "desc",
      };
      const now = question();
      read(asked)
        .then((page) => {
          if (question() !== now) return wanted.failCallback();
          told(page);
          wanted.successCallback(page.rows, page.total);
        })
        .catch((error: unknown) => {
          if (question() === now) failed(error);
          wanted.failCallback();
        });
    },
  };
}

export function grid<R>(element: HTMLElement, label: string, options: GridOptions<R>): GridApi<R> {
  return createGrid<R>(element, {
    theme,
    rowModelType: "infinite",
    cacheBlockSize: BLOCK,
    maxBlocksInCache: BLOCKS,
    maxConcurrentDatasourceRequests: 2,
    blockLoadDebounceMillis: 60,
    infiniteInitialRowCount: 1,
    cacheOverflowSize: 0,
    tooltipShowDelay: 300,
    suppressColumnMoveAnimation: true,
    animateRows: false,
    suppressMultiSort: true,
    autoSizeStrategy: { type: "fitCellContents", defaultMaxWidth: element.clientWidth < 700 ? 180 : 300 },
    ensureDomOrder: true,
    defaultColDef: { sortable: true, resizable: true, minWidth: 70 },
    ...options,
    onGridReady: (event) => {
      element.querySelector('[role="grid"],[role="treegrid"]')?.setAttribute("aria-label", label);
      options.onGridReady?.(event);
    },
  });
}
