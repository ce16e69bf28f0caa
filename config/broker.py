"""The broker as the workers reach it: a channel that closes whole although the broker has gone."""

from kombu.transport import redis


class Channel(redis.Channel):
    def close(self):
        """kombu 5.7 first reads what it polls for. With the broker gone that raises and the channel stays half closed;
        a worker with a task in hand closes it a second time, fails, and ends.
        """
        try:
            super().close()
        except self.connection_errors:
            super().close()


class Transport(redis.Transport):
    Channel = Channel
