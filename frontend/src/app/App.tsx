import {
  localStorageColorSchemeManager,
  type MantineColorScheme,
  MantineProvider,
} from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { usePreferences } from "@/data/preferences";
import { Speaking, type Spoken } from "@/text";
import type { AppRouter } from "./router";
import { Toasting } from "./Toasting";
import { theme } from "./theme";
import { Uploading } from "./Uploading";

const scheme = localStorageColorSchemeManager({ key: "likeness-scheme" });

interface AppProps {
  queries: QueryClient;
  router: AppRouter;
  /** Of this page's Content Security Policy: only styles that carry it apply. */
  nonce: string;
  /** The language that is loaded already. */
  spoken: Spoken;
}

export function App({ queries, router, nonce, spoken }: AppProps) {
  const [preferences] = usePreferences();
  const chosen: MantineColorScheme = preferences.scheme;
  return (
    <QueryClientProvider client={queries}>
      <MantineProvider
        theme={theme}
        colorSchemeManager={scheme}
        defaultColorScheme="auto"
        {...(chosen === "auto" ? {} : { forceColorScheme: chosen })}
        getStyleNonce={() => nonce}
      >
        <Speaking wanted={preferences.language} first={spoken}>
          <Toasting>
            <Uploading>
              <RouterProvider router={router} />
            </Uploading>
          </Toasting>
        </Speaking>
      </MantineProvider>
    </QueryClientProvider>
  );
}
