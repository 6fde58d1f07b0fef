import { QueryClient } from "@tanstack/react-query";
import { isProblem } from "@/api/problem";

const ATTEMPTS = 3;

/** The cache of what the server said. Only failures that may pass by themselves are tried again. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) =>
          failures < ATTEMPTS && (isProblem(error, "network") || isProblem(error, "storage-unavailable")),
      },
      mutations: { retry: false },
    },
  });
}
