// Unpacks what draws and what is drawn, then runs it; where a browser cannot, the words and numbers beside the frame stay.
(async () => {
  const unpacked = (id) => {
    const bytes = Uint8Array.from(atob(document.getElementById(id).textContent), (letter) => letter.charCodeAt(0));
    return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
  };
  const add = (text, more) => document.body.append(Object.assign(document.createElement("script"), { ...more, textContent: text }));
  for (const [id, value] of Object.entries(JSON.parse(await unpacked("packed-data")))) {
    add(JSON.stringify(value), { id, type: "application/json" });
  }
  add(await unpacked("packed-script"));
})();
