// Findings as a list: the code, where it is, what is wrong, what to do.
import type { Finding } from "../api/types";

export function where(finding: Finding): string {
  const row = finding.key ? finding.key : finding.row ? `row ${finding.row}` : "";
  const place = [finding.table, row, finding.column].filter(Boolean).join(", ");
  return place || [finding.file, finding.sheet, finding.cell].filter(Boolean).join(", ");
}

export function Findings({ findings, jump }: { findings: readonly Finding[]; jump?: (finding: Finding) => void }) {
  return (
    <ul class="findings">
      {findings.map((finding, at) => (
        <li key={`${finding.code} ${where(finding)} ${at}`} class={finding.severity}>
          <span class="sign" aria-hidden="true">
            {finding.severity === "error" ? "✖" : "▲"}
          </span>
          <div>
            <p class="place">
              <strong>
                {finding.severity} {finding.code}
              </strong>{" "}
              {jump && finding.table && finding.key !== null ? (
                <button type="button" class="plain" onClick={() => jump(finding)}>
                  {where(finding)}
                </button>
              ) : (
                where(finding)
              )}
            </p>
            <p>
              {finding.message} {finding.remedy}
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
