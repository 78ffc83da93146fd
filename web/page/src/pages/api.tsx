// The REST API, as its OpenAPI document describes it: no other host is asked.
import { address } from "../api/client";
import { Empty, Shown } from "../parts/states";
import { Title } from "../parts/title";
import { useRemote } from "../state/remote";

type Schema = {
  $ref?: string;
  type?: string;
  title?: string;
  description?: string;
  items?: Schema;
  anyOf?: Schema[];
  allOf?: Schema[];
  enum?: (string | number)[];
  properties?: Record<string, Schema>;
  required?: string[];
  default?: unknown;
  format?: string;
};

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean; description?: string; schema?: Schema }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}

interface Document {
  info: { title: string; version: string; description?: string };
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

const METHODS = ["get", "post", "put", "patch", "delete"];

export function ApiPage() {
  const document = useRemote<Document>(address(["openapi.json"]));
  return (
    <>
      <Title words="API">
        <p class="about">
          What this page does, a program can do too. <a href="/api/openapi.json">openapi.json</a> is the machine-readable description. Requests that
          change something need the content type application/json, or the header X-Reshore: 1.
        </p>
      </Title>
      <Shown of={document} what="the description of the API">
        {(known) => <Paths document={known} />}
      </Shown>
    </>
  );
}

function Paths({ document }: { document: Document }) {
  const groups = new Map<string, [string, string, Operation][]>();
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of METHODS) {
      const operation = operations[method];
      if (!operation) continue;
      const group = operation.tags?.[0] ?? path.split("/")[2] ?? "api";
      groups.set(group, [...(groups.get(group) ?? []), [method, path, operation]]);
    }
  }
  const schemas = Object.entries(document.components?.schemas ?? {});
  if (!groups.size) return <Empty>The description has no operations.</Empty>;
  return (
    <>
      {document.info.description && <p>{document.info.description}</p>}
      {[...groups].map(([group, list]) => (
        <section key={group}>
          <h2>{group}</h2>
          {list.map(([method, path, operation]) => (
            <details key={method + path} class="operation">
              <summary>
                <code class={`method ${method}`}>{method.toUpperCase()}</code> <code>{path}</code> <span>{operation.summary}</span>
              </summary>
              <Described operation={operation} />
            </details>
          ))}
        </section>
      ))}
      {schemas.length > 0 && <h2>Schemas</h2>}
      {schemas.map(([name, schema]) => (
        <details key={name} id={`schema-${name}`}>
          <summary>
            <code>{name}</code>
          </summary>
          <Fields schema={schema} />
        </details>
      ))}
    </>
  );
}

function Described({ operation }: { operation: Operation }) {
  const body = Object.entries(operation.requestBody?.content ?? {});
  const responses = Object.entries(operation.responses ?? {});
  return (
    <div class="described">
      {operation.description && <p>{operation.description}</p>}
      {(operation.parameters?.length ?? 0) > 0 && (
        <table>
          <caption>Parameters</caption>
          <thead>
            <tr>
              <th scope="col">name</th>
              <th scope="col">in</th>
              <th scope="col">type</th>
              <th scope="col">about</th>
            </tr>
          </thead>
          <tbody>
            {operation.parameters?.map((one) => (
              <tr key={one.in + one.name}>
                <td>
                  <code>{one.name}</code>
                  {one.required ? "" : " (optional)"}
                </td>
                <td>{one.in}</td>
                <td>{kind(one.schema)}</td>
                <td>{one.description ?? one.schema?.description ?? ""}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {body.map(([type, { schema }]) => (
        <div key={type}>
          <p>
            <strong>Body</strong> ({type}): {kind(schema)}
          </p>
          {schema?.properties && <Fields schema={schema} />}
        </div>
      ))}
      <p>
        <strong>Answers</strong>
      </p>
      <ul>
        {responses.map(([status, response]) => (
          <li key={status}>
            <code>{status}</code> {response.description}{" "}
            {Object.values(response.content ?? {})
              .map(({ schema }) => kind(schema))
              .filter((words) => words !== "any")
              .join(", ")}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Fields({ schema }: { schema: Schema }) {
  return (
    <>
      {schema.description && <p>{schema.description}</p>}
      <ul>
        {Object.entries(schema.properties ?? {}).map(([name, field]) => (
          <li key={name}>
            <code>{name}</code>: {kind(field)}
            {schema.required?.includes(name) ? "" : " (optional)"} {field.description ?? ""}
          </li>
        ))}
      </ul>
    </>
  );
}

/** Return what a schema is, in a few words. */
function kind(schema: Schema | undefined): string {
  if (!schema) return "any";
  if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "any";
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const parts = schema.anyOf ?? schema.allOf;
  if (parts) return [...new Set(parts.map(kind))].join(" | ");
  if (schema.type === "array") return `${kind(schema.items)}[]`;
  return schema.format ? `${schema.type} (${schema.format})` : (schema.type ?? "any");
}
