import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { keys } from "@/api/keys";
import { isProblem } from "@/api/problem";

const ATTEMPTS = 3;

/** Also when the browser takes itself for offline: what waits in silence would be written at some later time. */
const NETWORK_MODE = "always";

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
        networkMode: NETWORK_MODE,
        staleTime: 5_000,
        retry: (failures, error) =>
          failures < ATTEMPTS && (isProblem(error, "network") || isProblem(error, "storage-unavailable")),
      },
      mutations: { networkMode: NETWORK_MODE, retry: false },
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
