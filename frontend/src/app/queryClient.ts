import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";

const ATTEMPTS = 3;

/** The cache of what the server said. Only failures that may pass by themselves are tried again. */
export function makeQueryClient(): QueryClient {
  const onError = (error: Error) => {
    if (isProblem(error, "feature-disabled")) void askWhatIsOn(queryClient);
  };
  const queryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) =>
          failures < ATTEMPTS && (isProblem(error, "network") || isProblem(error, "storage-unavailable")),
      },
      mutations: { retry: false },
    },
  });
  return queryClient;
}

/** Somebody switched the feature off: the Projects themselves tell which buttons stay, what is in them does not. */
function askWhatIsOn(queryClient: QueryClient): Promise<void> {
  const { length } = keys.project("");
  return queryClient.invalidateQueries({
    queryKey: keys.projects,
    predicate: ({ queryKey }) => queryKey.length === length,
  });
}
