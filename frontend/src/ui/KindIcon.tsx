import {
  ApartmentOutlined,
  DatabaseOutlined,
  FunctionOutlined,
  ProfileOutlined,
  TableOutlined,
} from "@ant-design/icons";
import { isKind } from "@/api/kinds";
import type { Kind } from "@/api/types";

const ICONS: Record<Kind, typeof TableOutlined> = {
  system: DatabaseOutlined,
  projection: TableOutlined,
  singleView: ProfileOutlined,
  erSchema: ApartmentOutlined,
  castFunction: FunctionOutlined,
};

/** A small mark for a kind; what is not a resource shows as a table. */
export function KindIcon({ kind }: { kind: string }) {
  const Icon = isKind(kind) ? ICONS[kind] : TableOutlined;
  return <Icon aria-hidden className="kind-icon" />;
}
