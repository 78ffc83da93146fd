import { render } from "preact";
import { App } from "./app";
import "./style/tokens.css";
import "./style/page.css";
import "./style/parts.css";

const page = document.getElementById("page");
if (page) render(<App />, page);
