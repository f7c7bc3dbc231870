// Builds what the browser loads: one script, two stylesheets, one sprite with only the icons in use, and the Chinese font.
// The same font lies beside it whole, for documents that are set on the server.
import { createHash } from "node:crypto";
import { cp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, "..", "..", "..");
const out = join(here, "..", "static", "build");
const folderOf = (pkg) => join(root, "node_modules", pkg);

// Old phones are in use: nesting and the like are written out for these.
const SCRIPTS_FOR = "es2020";
const STYLES_FOR = ["chrome87", "safari14", "firefox91"];

// A name that is given as an icon must be one.
const GIVEN_AS_ICON = /\b(?:icon|sign|emblem|fact|empty)(?:["']?\s*[=:]|\()\s*["']([a-z0-9-]+)["']/g;

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await Promise.all([bundle(), sprite(), fonts(), print(), cp(join(here, "mark.svg"), join(out, "mark.svg"))]);
await manifest();

async function bundle() {
  await build({
    entryPoints: { app: join(here, "app.js"), sw: join(here, "sw.js") },
    outdir: out, bundle: true, minify: true, format: "esm", target: SCRIPTS_FOR, legalComments: "eof",
  });
  await build({
    entryPoints: { app: join(here, "styles", "app.css") },
    outdir: out, bundle: true, minify: true, target: STYLES_FOR, loader: { ".svg": "dataurl" },
  });
}

// Every quoted word of a template or page module that names an icon is taken into the sprite.
async function sprite() {
  const icons = join(folderOf("lucide-static"), "icons");
  const known = new Set((await readdir(icons)).map((file) => file.replace(/\.svg$/, "")));
  const used = new Set();
  for (const file of await sources()) {
    const text = await readFile(file, "utf8");
    const unknown = [...text.matchAll(GIVEN_AS_ICON)].map(([, name]) => name).filter((name) => !known.has(name));
    if (unknown.length) throw new Error(`${file}: lucide has no icon ${unknown.join(", ")}`);
    for (const [, name] of text.matchAll(/["']([a-z0-9-]+)["']/g)) if (known.has(name)) used.add(name);
  }
  const symbols = await Promise.all([...used].sort().map(async (name) => {
    const svg = await readFile(join(icons, `${name}.svg`), "utf8");
    const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s+/g, " ").trim();
    return `<symbol id="${name}" viewBox="0 0 24 24">${inner}</symbol>`;
  }));
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
  await writeFile(join(out, "icons.svg"), sheet);
}

async function sources() {
  const found = [];
  for (const folder of ["shared", "services"]) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const shown = entry.name.endsWith(".html") || (entry.name.endsWith(".py") && /entrypoints|web/.test(path));
      if (entry.isFile() && shown) found.push(path);
    }
  }
  return found;
}

// What a document is set in must hold every letter, for nobody knows the names that come.
async function print() {
  const folder = folderOf("@expo-google-fonts/noto-sans-sc");
  await mkdir(join(out, "print"), { recursive: true });
  await Promise.all(["400Regular", "700Bold"].map((cut) => {
    const file = `NotoSansSC_${cut}.ttf`;
    return cp(join(folder, cut, file), join(out, "print", file));
  }));
}

// The font is cut into about a hundred pieces; a browser fetches only those whose letters a page shows.
// They lie in a folder named by the font's version, because they are cached for ever.
async function fonts() {
  const folder = folderOf("@fontsource-variable/noto-sans-sc");
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const place = `fonts/${version}`;
  const css = await readFile(join(folder, "wght.css"), "utf8");
  await writeFile(join(out, "fonts.css"), css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/url\(\.\/files\//g, `url(${place}/`).replace(/\s+/g, " "));
  const files = (await readdir(join(folder, "files"))).filter((file) => file.includes("wght"));
  await mkdir(join(out, place), { recursive: true });
  await Promise.all(files.map((file) => cp(join(folder, "files", file), join(out, place, file))));
}

async function manifest() {
  const names = ["app.css", "app.js", "fonts.css", "icons.svg", "mark.svg"];
  const hashes = await Promise.all(names.map(async (name) =>
    [name, createHash("sha256").update(await readFile(join(out, name))).digest("hex").slice(0, 12)]));
  await writeFile(join(out, "manifest.json"), `${JSON.stringify(Object.fromEntries(hashes), null, 2)}\n`);
}
