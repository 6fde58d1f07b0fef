/**
 * Sends a form as `fetch` would, and tells meanwhile how much of it was sent (0 to 1), which `fetch` cannot.
 *
 * `request` says where to and with which headers; its body is not used.
 */
export function sendForm(
  request: Request,
  form: FormData,
  onProgress: (part: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sending = new XMLHttpRequest();
    sending.open(request.method, request.url);
    sending.responseType = "arraybuffer";
    sending.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 1);
    sending.onload = () => resolve(readResponse(sending));
    sending.onerror = () => reject(new TypeError("The server cannot be reached."));
    sending.onabort = () => reject(new DOMException("The request was cancelled.", "AbortError"));
    request.signal.addEventListener("abort", () => sending.abort(), { once: true });
    sending.send(form);
  });
}

function readResponse(sending: XMLHttpRequest): Response {
  const type = sending.getResponseHeader("Content-Type");
  return new Response(sending.response, {
    status: sending.status,
    statusText: sending.statusText,
    headers: type === null ? {} : { "Content-Type": type },
  });
}
