import { QueryClientProvider } from "@tanstack/react-query";
import { ConfigProvider } from "antd";
import { type ReactNode, useEffect } from "react";
import { I18nextProvider, useTranslation } from "react-i18next";
import { i18n } from "@/i18n/i18n";
import { useMedia, usePreference } from "@/ui/preferences";
import { makeQueryClient } from "./queryClient";
import { makeTheme } from "./theme";
import { useAntLocale } from "./useAntLocale";

const PREFIX = "mia-platform";
const queryClient = makeQueryClient();

/** What every screen needs around it: theme, language, server cache. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <I18nextProvider i18n={i18n}>
      <QueryClientProvider client={queryClient}>
        <Look>{children}</Look>
      </QueryClientProvider>
    </I18nextProvider>
  );
}

function Look({ children }: { children: ReactNode }) {
  const prefersDark = useMedia("(prefers-color-scheme: dark)");
  const isStill = useMedia("(prefers-reduced-motion: reduce)");
  const chosen = usePreference("theme");
  const isDark = chosen === "system" ? prefersDark : chosen === "dark";
  const language = useTranslation().i18n.language;
  const locale = useAntLocale(language);
  useEffect(() => {
    document.documentElement.dataset.theme = isDark ? "dark" : "light";
    document.documentElement.lang = language;
  }, [isDark, language]);
  return (
    <ConfigProvider
      theme={makeTheme(isDark, isStill)}
      wave={{ disabled: isStill }}
      prefixCls={PREFIX}
      iconPrefixCls={`${PREFIX}-icon`}
      locale={locale}
    >
      {children}
    </ConfigProvider>
  );
}
