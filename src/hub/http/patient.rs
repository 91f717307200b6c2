//! A connection that may be quiet between requests and not within the head of one. Must never close one that
//! only waits for its till to say something.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// Whether the head of a request is read: set by whoever answers it.
#[derive(Debug, Clone, Default)]
pub(super) struct Answering(Arc<AtomicBool>);

impl Answering {
    /// The head is there, or the answer has gone.
    pub(super) fn set(&self, answering: bool) {
        self.0.store(answering, Relaxed);
    }
}

/// The connection.
pub(super) struct Patient<S> {
    inner: S,
    answering: Answering,
    patience: Duration,
    deadline: Option<Pin<Box<Sleep>>>,
    stalled: Option<Pin<Box<Sleep>>>,
}

/// How long somebody may take nothing of what is sent to them.
const STALL: Duration = Duration::from_secs(60);

impl<S> Patient<S> {
    /// Waits so long for the head of a request, from its first byte on.
    pub(super) fn new(inner: S, answering: Answering, patience: Duration) -> Patient<S> {
        Patient {
            inner,
            answering,
            patience,
            deadline: None,
            stalled: None,
        }
    }

    /// Ends a write that nobody takes.
    fn moving<T>(&mut self, cx: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.stalled = None;
            return written;
        }
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(STALL)));
        match stalled.as_mut().poll(cx) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.answering.0.load(Relaxed) {
            self.deadline = None;
        }
        let before = into.filled().len();
        let read = Pin::new(&mut self.inner).poll_read(cx, into);
        let came = into.filled().len() > before;
        if came && self.deadline.is_none() && !self.answering.0.load(Relaxed) {
            self.deadline = Some(Box::pin(sleep(self.patience)));
        }
        if let Some(deadline) = &mut self.deadline
            && deadline.as_mut().poll(cx).is_ready()
            && deadline.deadline() <= Instant::now()
        {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, from);
        self.moving(cx, written)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        self.moving(cx, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
