import { LoadingOutlined } from "@ant-design/icons";
import { Button, type ButtonProps } from "antd";

type Props = Omit<ButtonProps, "loading"> & {
  isBusy: boolean;
  /** What is being done, for who cannot see the icon turn; not needed where the page says it anyway. */
  doing?: string;
};

/** A button that is busy after it was pressed, and keeps its name meanwhile. */
export function BusyButton({ isBusy, doing, ...button }: Props) {
  return (
    <>
      <Button {...button} aria-busy={isBusy} loading={isBusy && { icon: <LoadingOutlined aria-hidden /> }} />
      {doing === undefined ? null : (
        <span className="visually-hidden" role="status">
          {isBusy ? doing : null}
        </span>
      )}
    </>
  );
}
