// Everything the pages do beyond plain HTML; without it they work by reloading.
import "./forms.js";
import "./lookup.js";
import "./keys.js";
import "./push.js";
import { listen } from "./live.js";

if ("live" in document.body.dataset) listen();
