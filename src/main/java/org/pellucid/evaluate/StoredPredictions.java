package org.pellucid.evaluate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Predictions that know of which pictures they are, so that models can be compared without the data.
 *
 * @param data the hash of the data, or its beginning
 * @param usage of the split, such as {@code PublicTest}
 * @param view through which the pictures were seen, such as {@code whole} or {@code ten-crop}
 * @param ids n names of the pictures
 * @param pictures n hashes of the pixels, or their beginnings
 * @param predictions of those n pictures
 */
public record StoredPredictions(
        String data, String usage, String view, List<String> ids, List<String> pictures, Predictions predictions) {

    /** @throws IllegalArgumentException if there are not as many ids and hashes as predictions */
    public StoredPredictions {
        ids = List.copyOf(ids);
        pictures = List.copyOf(pictures);
        if (ids.size() != predictions.size() || pictures.size() != predictions.size()) {
            throw new IllegalArgumentException("stored predictions of " + predictions.size()
                    + " pictures expect as many ids and hashes but get " + ids.size() + " and " + pictures.size());
        }
    }

    /** Whether both are of one split, seen through one view, of the same data. */
    boolean isOfTheSame(StoredPredictions other) {
        return data.equals(other.data) && usage.equals(other.usage) && view.equals(other.view);
    }

    /** These pictures alone, in this order. */
    public StoredPredictions subset(int[] indices) {
        List<String> someIds = new ArrayList<>();
        List<String> somePictures = new ArrayList<>();
        for (int i : indices) {
            someIds.add(ids.get(i));
            somePictures.add(pictures.get(i));
        }
        return new StoredPredictions(data, usage, view, someIds, somePictures, predictions.subset(indices));
    }

    /**
     * The place of each of these pictures in another's order: a picture is known by its id and its pixels.
     *
     * @return [n], −1 where the other lacks the picture
     */
    public int[] placesIn(StoredPredictions other) {
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < other.ids.size(); i++) {
            places.put(other.key(i), i);
        }
        int[] found = new int[ids.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = places.getOrDefault(key(i), -1);
        }
        return found;
    }

    private String key(int i) {
        return ids.get(i) + "\n" + pictures.get(i);
    }
}
