"""What every page of ours tells the browser: nothing from elsewhere, nothing inline, nothing kept."""

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; media-src 'self' blob:; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
