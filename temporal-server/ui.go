package main

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	uiconfig "github.com/temporalio/ui-server/v2/server/config"
	"github.com/temporalio/ui-server/v2/server/route"
	"github.com/temporalio/ui-server/v2/ui"
)

// webUI is Temporal's Web UI on a port of its own. Every request, for a page as for data, carries the API's token; without
// one the port gives nothing. The UI reads: what an operator changes goes through the engine's own commands.
type webUI struct {
	server  *echo.Echo
	address string
}

func newWebUI(o options, t *transport) (*webUI, error) {
	secured, err := t.forUI()
	if err != nil {
		return nil, err
	}
	provider, err := uiconfig.NewConfigProviderWithRefresh(&uiconfig.Config{
		TemporalGRPCAddress: fmt.Sprintf("%s:%d", loopback, o.port),
		TLS:                 secured,
		PublicPath:          o.uiPublicPath,
		EnableUI:            true,
		DefaultNamespace:    o.namespaces[0],
		DisableWriteActions: true,
		Codec: uiconfig.Codec{
			Endpoint:            o.uiCodecEndpoint,
			IncludeCredentials:  true,
			DefaultErrorMessage: "Nội dung được niêm phong, chỉ mở cho kiểm toán, giám sát · Contents are sealed and opened for auditors alone",
			DefaultErrorLink:    "/temporal",
		},
		HideLogs: true,
	})
	if err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.Pre(onlyWithToken(t.outside.tokenKey))
	e.Pre(route.PublicPath(o.uiPublicPath))
	e.Use(middleware.Recover())
	if err := route.SetAPIRoutes(e, provider, nil); err != nil {
		return nil, err
	}
	assets, err := ui.Assets()
	if err != nil {
		return nil, err
	}
	local, err := fs.Sub(assets, "local")
	if err != nil {
		return nil, err
	}
	if err := route.SetUIRoutes(e, o.uiPublicPath, local); err != nil {
		return nil, err
	}
	// Summaries are written in Markdown; a frame shows them. The public path is cut off before.
	route.SetRenderRoute(e, "/")
	e.Use(withPolicy(contentPolicy(e)))
	return &webUI{server: e, address: fmt.Sprintf("%s:%d", loopback, o.uiPort)}, nil
}

func onlyWithToken(key []byte) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if _, err := readToken(c.Request().Header.Get(echo.HeaderAuthorization), key); err != nil {
				return echo.NewHTTPError(http.StatusUnauthorized, err.Error())
			}
			return next(c)
		}
	}
}

var inlineScript = regexp.MustCompile(`(?s)<script[^>]*>(.+?)</script>`)

// contentPolicy allows the page its own scripts and no other. The UI's own policy does not fit another path than "/".
func contentPolicy(e *echo.Echo) string {
	page := httptest.NewRecorder()
	c := e.NewContext(httptest.NewRequest(http.MethodGet, "/", nil), page)
	e.Router().Find(http.MethodGet, "/", c)
	_ = c.Handler()(c)
	scripts := "script-src 'self' 'wasm-unsafe-eval'"
	for _, found := range inlineScript.FindAllSubmatch(page.Body.Bytes(), -1) {
		digest := sha256.Sum256(found[1])
		scripts += fmt.Sprintf(" 'sha256-%s'", base64.StdEncoding.EncodeToString(digest[:]))
	}
	return strings.Join([]string{
		"default-src 'self'", scripts, "style-src 'self' 'unsafe-inline'", "img-src 'self' data:", "font-src 'self' data:",
		"worker-src 'self' blob:", "frame-src 'self'", "frame-ancestors 'self'", "base-uri 'self'", "form-action 'none'",
	}, "; ")
}

func withPolicy(policy string) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			c.Response().Header().Set(echo.HeaderContentSecurityPolicy, policy)
			return next(c)
		}
	}
}

// start listens; what goes wrong later is told to failed.
func (w *webUI) start(failed func(error)) {
	go func() {
		if err := w.server.Start(w.address); err != nil && err != http.ErrServerClosed {
			failed(err)
		}
	}()
}

func (w *webUI) stop() { _ = w.server.Close() }
