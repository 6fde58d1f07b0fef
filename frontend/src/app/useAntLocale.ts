import { useSuspenseQuery } from "@tanstack/react-query";
import en from "antd/locale/en_US";

/** The component library's own words; Italian ones are fetched when they are asked for. */
export function useAntLocale(language: string) {
  const { data } = useSuspenseQuery({
    queryKey: ["ant-locale", language],
    queryFn: async () => (language === "it" ? (await import("antd/locale/it_IT")).default : en),
    initialData: language === "en" ? en : undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
