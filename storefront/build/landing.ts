import { createServer, type Plugin } from "vite";
import { generatedDocuments } from "./documents.ts";

/** A page that people arrive at. */
interface Landing {
  /** Its folder in src/shop/pages, and its file. */
  page: string;
  /** An address of the page, to draw it by. */
  address: string;
  /** Which addresses open it, as an expression of l, the location. */
  opens: string;
  /** Its first request, by its name, with variables as an expression of l. */
  asks?: { name: string; variables: string; pictures: string };
}

const landings: readonly Landing[] = [
  {
    page: "home/HomePage",
    address: "/",
    opens: `l.pathname==="/"`,
    asks: { name: "HomePage", variables: "{}", pictures: "[]" },
  },
  {
    page: "search/SearchPage",
    address: "/search",
    // With a question in the address the page is drawn by it, and so is its request.
    opens: `l.pathname==="/search"&&!l.search`,
    asks: {
      name: "SearchPage",
      variables: `{search:null,filter:{kind:"REGULAR"},sort:"BEST_SELLING",after:null}`,
      pictures: "d.products.nodes.slice(0,2)",
    },
  },
  { page: "search/SearchPage", address: "", opens: `l.pathname==="/search"` },
  {
    page: "product/ProductPage",
    address: "/products/any",
    opens: "/^\\/products\\/\\w+$/.test(l.pathname)",
    asks: { name: "ProductPage", variables: "{id:l.pathname.slice(10)}", pictures: "[d.product]" },
  },
  { page: "store/StorePage", address: "", opens: `l.pathname.indexOf("/stores/")===0` },
  { page: "order/OrderPage", address: "", opens: `l.pathname.indexOf("/orders/")===0` },
];

/**
 * Makes of index.html what is seen and asked for before the first script runs: the styles in place, the landing
 * pages as they stand while they wait, in both languages, and the first request and the page's script on their
 * way at once.
 */
export function firstView(): Plugin {
  return {
    name: "first-view",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      async handler(html, { bundle }) {
        if (!bundle) return html;
        const outputs = Object.values(bundle);
        const chunks = outputs.filter((output) => output.type === "chunk");
        const documents = await generatedDocuments();

        const styled = html.replace(/<link rel="stylesheet"[^>]*href="\/([^"]+)"[^>]*>/g, (link, file: string) => {
          const sheet = bundle[file];
          return sheet?.type === "asset" ? `<style>${String(sheet.source)}</style>` : link;
        });

        const scripts = (page: string): string[] => {
          const chunk = chunks.find((each) => each.facadeModuleId?.endsWith(`/pages/${page}.tsx`));
          return chunk ? [chunk.fileName, ...chunk.imports].filter((file) => !html.includes(file)).map((file) => `/${file}`) : [];
        };
        const table = landings.map(({ page, opens, asks, address }, i) => {
          const request = asks ? `{query:${JSON.stringify(documents.get(`${asks.name}Document`))},variables:${asks.variables}}` : "null";
          const pictures = asks ? `function(d){return ${asks.pictures}}` : "null";
          return `${opens}?[${JSON.stringify(scripts(page))},${request},${pictures},${address ? `"${i}"` : "null"}]:`;
        });

        const drawn = await draw(landings.map(({ address }) => address));
        const templates = drawn.map(({ index, language, markup }) => `<template id="first-${language}-${index}">${markup}</template>`);

        // A page that stands is read in any letters until it is drawn once, and the shop's come after that.
        const fonts: string[] = [];
        const unhurried = styled.replace(/\s*<link rel="preload" href="([^"]+)" as="font"[^>]*>/g, (_, href: string) => {
          fonts.push(href);
          return "";
        });
        let entry = "";
        const all: string[] = [];
        const waiting = unhurried
          .replace(/<script type="module"[^>]* src="([^"]+)"><\/script>/, (_, src: string) => {
            entry = src;
            return "";
          })
          .replace(/\s*<link rel="modulepreload"[^>]* href="([^"]+)"[^>]*>/g, (_, href: string) => {
            all.push(href);
            return "";
          });
        if (!entry) throw new Error("index.html has no script to wait for");
        return waiting
          .replace("</head>", `<script>${early(table.join(""), [entry, ...all], fonts)}</script></head>`)
          .replace('<div id="root"></div>', `${templates.join("")}<div id="root"></div><script>${show(entry)}</script>`);
      },
    },
  };
}

/**
 * Sends for what the page needs. A browser that has the fonts takes them before it draws; for one that has not,
 * they would hold up the page itself, as would scripts where the page stands without them.
 * A member's pages are asked for with a token, which only the script can get.
 */
function early(table: string, scripts: readonly string[], fonts: readonly string[]): string {
  return `(function(l,s){var f=${table}null,guest=!s.getItem("bloom.refresh"),stands=f&&f[3]&&guest;
var en=s.getItem("bloom.language")==="en",add=function(rel,href,as){var k=document.createElement("link");k.rel=rel;if(as==="image")k.fetchPriority="high";else if(rel==="modulepreload"){k.crossOrigin="";if(stands)k.fetchPriority="low"}if(as)k.as=as;if(as==="font"){k.type="font/woff2";k.crossOrigin=""}k.href=href;document.head.appendChild(k)};
if(!stands||s.getItem("bloom.letters"))${JSON.stringify(fonts)}.forEach(function(h){add("preload",h,"font")});
else document.documentElement.className="plain";
if(f&&guest)ask();
${JSON.stringify(scripts)}.concat(f?f[0]:[]).forEach(function(h){add("modulepreload",h)});
function ask(){
window.bloomFirst={view:f[3]&&"first-"+(en?"en-":"ko-")+f[3]};
if(!f[1])return;
var b=JSON.stringify(f[1]),a=fetch("/graphql",{method:"POST",headers:{"Content-Type":"application/json",Accept:"application/json","Accept-Language":en?"en":"ko"},body:b,signal:AbortSignal.timeout(15000)}).then(function(r){return r.json()});
window.bloomFirst.body=b;window.bloomFirst.language=en?"en":"ko";window.bloomFirst.answer=a;
a.then(function(r){f[2](r.data).forEach(function(p){add("preload",p.images[0].url,"image")})}).catch(function(){})
}
})(location,localStorage)`;
}

/** Shows the page as it stands, and only then its letters and the script; no frame is drawn where nobody looks. */
function show(entry: string): string {
  return `(function(f){var t=f&&f.view&&document.getElementById(f.view),gone,go=function(){if(!gone){gone=1;document.documentElement.classList.remove("plain");import("${entry}")}};
if(!t)return go();
if(f.language)document.documentElement.lang=f.language;
document.getElementById("root").appendChild(t.content);
if(document.hidden)return go();
requestAnimationFrame(function(){setTimeout(go)});setTimeout(go,300)
})(window.bloomFirst)`;
}

/** Draws pages as they stand before any answer. */
async function draw(addresses: readonly string[]) {
  const server = await createServer({ server: { middlewareMode: true, hmr: false, ws: false }, appType: "custom", logLevel: "error" });
  try {
    const { draw: drawPage } = (await server.ssrLoadModule("/src/shop/draw.tsx")) as {
      draw(address: string, language: string): Promise<string>;
    };
    const drawn = [];
    for (const [index, address] of addresses.entries()) {
      if (!address) continue;
      for (const language of ["ko", "en"]) drawn.push({ index, language, markup: await drawPage(address, language) });
    }
    return drawn;
  } finally {
    await server.close();
  }
}
