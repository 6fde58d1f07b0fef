import type { ComponentType, ReactNode } from "react";
import { createBrowserRouter, Navigate, Outlet, type RouteObject } from "react-router";
import { RouterProvider } from "react-router/dom";
import type { Kind } from "@/api/types";
import { UnknownProject } from "@/pages/UnknownProject";
import { Loading } from "@/ui/Loading";
import { ErrorPage } from "./ErrorPage";
import { Layout } from "./Layout";
import { NotFoundPage } from "./NotFoundPage";
import { UnknownResource } from "./UnknownResource";

type Load = () => Promise<ComponentType>;

/** A route whose page is fetched when it is first visited. */
function page(path: string, load: Load): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}

/** The frame of what belongs to no project. */
function OutsideProjects({ page = <Outlet /> }: { page?: ReactNode }) {
  return <main>{page}</main>;
}

function resource(path: string, kind: Kind): RouteObject {
  return page(`${path}/:name`, async () => {
    const { ResourcePage } = await import("@/pages/ResourcePage");
    return () => <ResourcePage kind={kind} />;
  });
}

export const routes: RouteObject[] = [
  {
    ErrorBoundary: () => <OutsideProjects page={<ErrorPage unknown={<UnknownProject />} />} />,
    HydrateFallback: Loading,
    children: [
      {
        Component: OutsideProjects,
        children: [
          page("/", async () => (await import("@/pages/HomePage")).HomePage),
          { path: "*", Component: NotFoundPage },
        ],
      },
      {
        path: "/projects/:projectId",
        Component: Layout,
        children: [
          {
            ErrorBoundary: () => <ErrorPage unknown={<UnknownResource />} />,
            children: [
              { index: true, element: <Navigate replace to="systems" /> },
              page("systems", async () => (await import("@/pages/SystemsPage")).SystemsPage),
              page("single-views", async () => (await import("@/pages/SingleViewsPage")).SingleViewsPage),
              page("transfers", async () => (await import("@/pages/TransfersPage")).TransfersPage),
              page("settings", async () => (await import("@/pages/SettingsPage")).SettingsPage),
              resource("systems", "system"),
              resource("projections", "projection"),
              resource("er-schemas", "erSchema"),
              resource("cast-functions", "castFunction"),
              resource("single-views", "singleView"),
              { path: "*", Component: NotFoundPage },
            ],
          },
        ],
      },
    ],
  },
];

const router = createBrowserRouter(routes);

export function Router() {
  return <RouterProvider router={router} />;
}
