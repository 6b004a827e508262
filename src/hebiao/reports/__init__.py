"""The output formats, one module each; each has `render(report, …)` and knows the model alone."""
