import "@fontsource-variable/inter/wght.css";
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/tokens.css";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { watchForMissingFiles } from "./app/missingFiles";
import { makeRouter } from "./app/router";
import { installWorker } from "./app/worker";
import { prepareClient } from "./data/api";
import { News } from "./data/events";
import { currentPreferences } from "./data/preferences";
import { makeQueries } from "./data/queries";
import { learn } from "./text";
import { languageFor } from "./text/words";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="likeness-nonce"]')?.content ?? "";
const root = document.getElementById("root");
if (root === null) throw new Error("The page has no place for the application.");

setNonce(nonce);
watchForMissingFiles();
prepareClient();
const queries = makeQueries();
const router = makeRouter(new News(queries), queries);
const spoken = await learn(languageFor(currentPreferences().language, navigator.languages));
createRoot(root).render(
  <StrictMode>
    <App queries={queries} router={router} nonce={nonce} spoken={spoken} />
  </StrictMode>,
);
installWorker();
